// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.stream.Collectors;

/** Paths of commands. */
final class CommandUri {
  private CommandUri() {}

  /** {@code /pool/NAME/cmd/WORD/WORD}, one character of a word per byte. */
  static String of(String pool, String... words) {
    return of(pool, List.of(words));
  }

  static String of(String pool, List<String> words) {
    return words.stream()
        .map(CommandUri::encoded)
        .collect(Collectors.joining("/", "/pool/" + pool + "/cmd/", ""));
  }

  /** With every character escaped that could be taken for anything else. */
  private static String encoded(String word) {
    var encoded = new StringBuilder();
    for (byte b : word.getBytes(ISO_8859_1)) {
      boolean isPlain = b > 0 && Character.isLetterOrDigit(b);
      encoded.append(isPlain ? String.valueOf((char) b) : "%%%02x".formatted(b & 0xff));
    }
    return encoded.toString();
  }
}
