// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/** The order of names in which {@code node-9} comes before {@code node-10}. */
final class NaturalOrder {
  private NaturalOrder() {}

  static int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int order;
      if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
        int endOfOne = endOfDigits(one, i);
        int endOfOther = endOfDigits(other, j);
        order = compareDigits(one.substring(i, endOfOne), other.substring(j, endOfOther));
        i = endOfOne;
        j = endOfOther;
      } else {
        order =
            Character.compare(
                Character.toLowerCase(one.charAt(i++)), Character.toLowerCase(other.charAt(j++)));
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.length() - i, other.length() - j);
  }

  private static int compareDigits(String one, String other) {
    String first = one.replaceFirst("^0+", "");
    String second = other.replaceFirst("^0+", "");
    int order = Integer.compare(first.length(), second.length());
    return order == 0 ? first.compareTo(second) : order;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfDigits(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
