// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

/**
 * Finds where memcached's reply to one request ends. Written apart from the proxy's own parsers, so
 * that the two can disagree.
 */
final class MemcachedBoundary {
  private MemcachedBoundary() {}

  /**
   * The index after the reply that starts at {@code from}: a line, a value, or a list up to END.
   */
  static int end(CharSequence bytes, int from) {
    var at = from;
    while (true) {
      var next = lineEnd(bytes, at);
      if (next == Boundary.INCOMPLETE) {
        return next;
      }
      var words = bytes.subSequence(at, next).toString().strip().split(" ", -1);
      switch (words[0]) {
        case "VALUE" -> at = blockEnd(bytes, next, words[3]);
        case "VA" -> {
          return blockEnd(bytes, next, words[1]);
        }
        case "STAT", "ITEM", "PREFIX" -> at = next;
        default -> {
          return next;
        }
      }
      if (at == Boundary.INCOMPLETE) {
        return at;
      }
    }
  }

  private static int lineEnd(CharSequence bytes, int from) {
    for (int i = from; i < bytes.length(); i++) {
      if (bytes.charAt(i) == '\n') {
        return i + 1;
      }
    }
    return Boundary.INCOMPLETE;
  }

  private static int blockEnd(CharSequence bytes, int from, String length) {
    var end = from + Integer.parseInt(length) + 2;
    return end <= bytes.length() ? end : Boundary.INCOMPLETE;
  }
}
