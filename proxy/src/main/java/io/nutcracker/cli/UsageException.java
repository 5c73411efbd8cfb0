// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

/** The command line cannot be understood; the message says why in twemproxy's words. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  static UsageException invalidOption(char letter) {
    return new UsageException("invalid option -- '" + letter + "'");
  }
}
