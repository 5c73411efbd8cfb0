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
   * @param file its name, empty if there is none
   * @param itself the token, empty if there is none
   * @throws IOException with a sentence for people when the file cannot be read or holds nothing
   */
  static @Nullable String token(String file, String itself) throws IOException {
    if (file.isEmpty()) {
      return itself.isEmpty() ? null : itself;
    }
    String token = read(file).strip();
    if (token.isEmpty()) {
      throw new IOException("admin token file '" + file + "' is empty");
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
