// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The file's bytes as text, if all of its characters are ones that YAML allows. */
final class YamlText {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private YamlText() {}

  static @Nullable String decode(byte[] yaml, Findings findings) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
    } catch (CharacterCodingException _) {
      findings.at(0).refuse(null, "is not text in UTF-8");
      return null;
    }
    text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
      } else if (!isAllowed(c)) {
        findings
            .at(line)
            .refuse(null, "holds the character U+%04X, which is not allowed".formatted((int) c));
        return null;
      }
    }
    return text;
  }

  /**
   * YAML's printable characters without those that mean something else in YAML 1.1, which twemproxy
   * reads, than in YAML 1.2, which is read here: U+0085, U+2028 and U+2029 end a line there, and a
   * byte order mark may stand where it makes no sense.
   */
  private static boolean isAllowed(char c) {
    return switch (c) {
      case '\t', '\r' -> true;
      case '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff' -> false;
      default -> c >= ' ' && (c < '\u007f' || c >= '\u00a0');
    };
  }
}
