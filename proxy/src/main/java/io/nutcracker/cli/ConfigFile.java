// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigLoader;
import io.nutcracker.config.LoadedConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The configuration file as the command line speaks of it. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * @throws IOException with a sentence for people when the file cannot be read
   */
  static LoadedConfig load(String file) throws IOException, ConfigException {
    try {
      return ConfigLoader.load(Path.of(file));
    } catch (IOException e) {
      throw SystemError.because("failed to open configuration '" + file + "'", e);
    }
  }

  /**
   * {@code -t}: says everything there is to say about the file and ends with twemproxy's verdict.
   * Returns the exit status.
   */
  static int test(String file, PrintStream err) {
    boolean ok = false;
    try {
      load(file).warnings().forEach(warning -> err.println("warning: " + warning));
      ok = true;
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
    } catch (IOException e) {
      err.println("nutcracker: " + e.getMessage());
    }
    err.println(verdict(file, ok));
    return ok ? 0 : 1;
  }

  static String verdict(String file, boolean ok) {
    return "nutcracker: configuration file '%s' syntax is %s"
        .formatted(file, ok ? "ok" : "invalid");
  }
}
