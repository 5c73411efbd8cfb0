// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/**
 * Redis' patterns: {@code *} any text, {@code ?} any character, {@code [a-c]}, {@code [^a]}, and
 * {@code \} before a character that means itself. Upper and lower case are the same.
 *
 * <p>Matching takes at most the product of both lengths, whatever the pattern: only the last star
 * is ever tried again.
 */
public final class GlobPattern {
  private static final int NONE = -1;

  private final String pattern;

  public GlobPattern(String pattern) {
    this.pattern = pattern;
  }

  /** Whether the whole text is one that the pattern describes. */
  public boolean matches(String text) {
    int at = 0;
    int lastStar = NONE;
    int starText = 0;
    for (int i = 0; i < text.length() || at < pattern.length(); ) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        lastStar = at++;
        starText = i;
      } else if (i < text.length() && at < pattern.length() && isOne(at, text.charAt(i))) {
        at = next(at);
        i++;
      } else if (lastStar != NONE && starText < text.length()) {
        at = lastStar + 1;
        i = ++starText;
      } else {
        return false;
      }
    }
    return true;
  }

  /** Whether the pattern's part that begins here describes this character. */
  private boolean isOne(int at, char c) {
    return switch (pattern.charAt(at)) {
      case '?' -> true;
      case '[' -> isInSet(at + 1, next(at), c);
      case '\\' -> isSame(pattern.charAt(Math.min(at + 1, pattern.length() - 1)), c);
      default -> isSame(pattern.charAt(at), c);
    };
  }

  private boolean isInSet(int from, int end, char c) {
    boolean isNegated = from < end && pattern.charAt(from) == '^';
    boolean found = false;
    int at = isNegated ? from + 1 : from;
    while (at < end && pattern.charAt(at) != ']') {
      if (pattern.charAt(at) == '\\' && at + 1 < end) {
        at++;
      }
      char first = pattern.charAt(at);
      boolean isRange = at + 2 < end && pattern.charAt(at + 1) == '-';
      char last = isRange ? pattern.charAt(at + 2) : first;
      found |= isBetween(first, last, c);
      at += isRange ? 3 : 1;
    }
    return found != isNegated;
  }

  private static boolean isBetween(char first, char last, char c) {
    char low = lower((char) Math.min(first, last));
    char high = lower((char) Math.max(first, last));
    return lower(c) >= low && lower(c) <= high;
  }

  private static boolean isSame(char a, char b) {
    return lower(a) == lower(b);
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Where the next part begins. */
  private int next(int at) {
    return switch (pattern.charAt(at)) {
      case '\\' -> Math.min(at + 2, pattern.length());
      case '[' -> setEnd(at + 1);
      default -> at + 1;
    };
  }

  /** Behind the bracket; a set that is not closed reaches to the end. */
  private int setEnd(int from) {
    int at = from;
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, pattern.length());
  }
}
