// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

/**
 * Finds where a RESP2 or RESP3 value ends. Written apart from the proxy's own parsers, so that the
 * two can disagree.
 */
final class RespBoundary {
  private RespBoundary() {}

  /** The index after the value that starts at {@code from}. */
  static int end(CharSequence bytes, int from) {
    var lineEnd = lineEnd(bytes, from);
    if (lineEnd == Boundary.INCOMPLETE) {
      return Boundary.INCOMPLETE;
    }
    return switch (bytes.charAt(from)) {
      case '+', '-', ':', '_', '#', ',', '(' -> lineEnd;
      case '$', '!', '=' -> bulkEnd(bytes, lineEnd, length(bytes, from, lineEnd));
      case '*', '~', '>' -> arrayEnd(bytes, lineEnd, length(bytes, from, lineEnd));
      case '%' -> arrayEnd(bytes, lineEnd, 2 * length(bytes, from, lineEnd));
      case '|' -> arrayEnd(bytes, lineEnd, 2 * length(bytes, from, lineEnd) + 1);
      default -> throw new AssertionError("not a RESP value: " + bytes.subSequence(from, lineEnd));
    };
  }

  private static int lineEnd(CharSequence bytes, int from) {
    for (int i = from + 1; i < bytes.length(); i++) {
      if (bytes.charAt(i) == '\n' && bytes.charAt(i - 1) == '\r') {
        return i + 1;
      }
    }
    return Boundary.INCOMPLETE;
  }

  private static int length(CharSequence bytes, int from, int lineEnd) {
    return Integer.parseInt(bytes, from + 1, lineEnd - 2, 10);
  }

  private static int bulkEnd(CharSequence bytes, int from, int length) {
    var end = length < 0 ? from : from + length + 2;
    return end <= bytes.length() ? end : Boundary.INCOMPLETE;
  }

  private static int arrayEnd(CharSequence bytes, int from, int length) {
    var end = from;
    for (int i = 0; i < length && end != Boundary.INCOMPLETE; i++) {
      end = end(bytes, end);
    }
    return end;
  }
}
