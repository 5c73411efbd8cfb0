// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The operating system's words for why a file could not be used. */
final class SystemError {
  private SystemError() {}

  /** The same failure with a message for people: {@code <what failed>: Permission denied}. */
  static IOException because(String what, IOException e) {
    return new IOException(what + ": " + text(e), e);
  }

  private static String text(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
