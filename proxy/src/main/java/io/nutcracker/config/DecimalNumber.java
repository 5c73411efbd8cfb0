// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

/**
 * Numbers as twemproxy reads them, in the file and on the command line: decimal digits only, added
 * up in 32 bits that wrap. A result that is negative as a signed number is refused, so 2147483648
 * is not a number while 4294967297 means 1. Files in use may rely on either.
 */
public final class DecimalNumber {
  /** What {@link #parse} returns for a text that is not a number. */
  public static final int NOT_A_NUMBER = -1;

  private DecimalNumber() {}

  /** The number, or {@link #NOT_A_NUMBER}. */
  public static int parse(String text) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return NOT_A_NUMBER;
      }
      value = value * 10 + (c - '0');
    }
    return text.isEmpty() || value < 0 ? NOT_A_NUMBER : value;
  }

  /** Whether this text is a number other than the one a person reads in it. */
  static boolean wraps(String text) {
    int value = parse(text);
    return value != NOT_A_NUMBER
        && !text.replaceFirst("^0+(?=.)", "").equals(Integer.toString(value));
  }
}
