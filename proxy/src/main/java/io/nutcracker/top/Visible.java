// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.HexFormat;

/**
 * Makes visible what a terminal would obey, or hide: names and keys come from the network and may
 * hold escape sequences, line ends, and characters that reverse or join what stands beside them.
 */
final class Visible {
  private Visible() {}

  static String text(String text) {
    if (text.codePoints().allMatch(Visible::isHarmless)) {
      return text;
    }
    var visible = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (isHarmless(point)) {
            visible.appendCodePoint(point);
          } else {
            visible.append(escape(point));
          }
        });
    return visible.toString();
  }

  private static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          point < 0x100
              ? "\\x" + HexFormat.of().toHexDigits((byte) point)
              : "\\u{" + Integer.toHexString(point) + "}";
    };
  }
}
