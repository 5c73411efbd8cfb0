// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that holds the process's id, without a line feed, for as long as the process runs. */
final class PidFile implements AutoCloseable {
  private final String file;

  private PidFile(String file) {
    this.file = file;
  }

  /**
   * Writes the file, over an existing one if need be; an empty name means no file.
   *
   * @throws IOException with a sentence for people
   */
  static PidFile create(String file) throws IOException {
    if (!file.isEmpty()) {
      try (var out = PublicFile.overwrite(file)) {
        String pid = Long.toString(ProcessHandle.current().pid());
        out.write(pid.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw SystemError.because("opening pid file '" + file + "' failed", e);
      }
    }
    return new PidFile(file);
  }

  @Override
  public void close() throws IOException {
    if (!file.isEmpty()) {
      Files.deleteIfExists(Path.of(file));
    }
  }
}
