// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Memcached messages as they look on the wire. A string stands for its ISO 8859-1 bytes. */
final class WireText {
  private WireText() {}

  /** {@code VALUE k 0 1\r\nv\r\n}. */
  static String value(String key, String data) {
    return "VALUE " + key + " 0 " + data.length() + "\r\n" + data + "\r\n";
  }

  static byte[] bytes(String wire) {
    return wire.getBytes(ISO_8859_1);
  }

  static ByteBuf buffer(String wire) {
    return Unpooled.wrappedBuffer(bytes(wire));
  }

  static String text(ByteBuf bytes) {
    return bytes.toString(ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
