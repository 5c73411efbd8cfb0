// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;

/** The bytes of a part of a URI, in which {@code %2f} stands for a slash. */
final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * Decodes it. A plus is a plus.
   *
   * @param part one character per byte
   */
  static byte[] decode(String part) throws RefusedException {
    var bytes = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        bytes.write(escape(part, i));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }

  private static int escape(String part, int at) throws RefusedException {
    if (at + 2 < part.length()) {
      int high = Character.digit(part.charAt(at + 1), 16);
      int low = Character.digit(part.charAt(at + 2), 16);
      if (high >= 0 && low >= 0) {
        return high << 4 | low;
      }
    }
    String escape = part.substring(at, Math.min(at + 3, part.length()));
    throw new RefusedException(
        HttpResponseStatus.BAD_REQUEST,
        "'" + escape + "' is no escape; a percent sign itself is written %25");
  }
}
