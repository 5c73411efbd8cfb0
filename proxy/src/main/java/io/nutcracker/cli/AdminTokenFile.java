// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The token of the admin port, as the command line gives it: itself, or in a file. */
final class AdminTokenFile {
  private AdminTokenFile() {}

  /**
   * The token, or null if there is none. Of two the one in the file wins: the other was seen by all
   * who list processes.
   *
   * @throws IOException with a sentence for people when the file cannot be read or holds nothing
   */
  static @Nullable String token(CommandLineOptions options) throws IOException {
    if (options.adminTokenFile.isEmpty()) {
      return options.adminToken.isEmpty() ? null : options.adminToken;
    }
    String token = read(options.adminTokenFile).strip();
    if (token.isEmpty()) {
      throw new IOException("admin token file '" + options.adminTokenFile + "' is empty");
    }
    return token;
  }

  private static String read(String file) throws IOException {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw SystemError.because("reading admin token file '" + file + "' failed", e);
    }
  }
}
