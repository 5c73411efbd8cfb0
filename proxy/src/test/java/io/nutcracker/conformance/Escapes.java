// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The backslash notation of transcripts: {@code \r \n \t \" \\ \xHH}. */
final class Escapes {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.)");

  private Escapes() {}

  static String escape(String bytes) {
    return bytes.chars().mapToObj(Escapes::escape).collect(Collectors.joining());
  }

  private static String escape(int c) {
    return switch (c) {
      case '\r' -> "\\r";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\\' -> "\\\\";
      default ->
          c < ' ' || c > '~' ? "\\x" + HexFormat.of().toHexDigits((byte) c) : Character.toString(c);
    };
  }

  static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(escape -> Matcher.quoteReplacement(Character.toString(byteOf(escape))));
  }

  private static char byteOf(MatchResult escape) {
    var letters = escape.group(1);
    return switch (letters.charAt(0)) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'x' -> (char) HexFormat.fromHexDigits(letters, 1, 3);
      case '"', '\\' -> letters.charAt(0);
      default -> throw new IllegalArgumentException("unknown escape: " + escape.group());
    };
  }
}
