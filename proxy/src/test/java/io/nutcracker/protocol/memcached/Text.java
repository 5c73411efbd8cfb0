// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Messages as they look on the wire. A string stands for its ISO 8859-1 bytes. */
final class Text {
  private Text() {}

  static byte[] bytes(String wire) {
    return wire.getBytes(ISO_8859_1);
  }

  static ByteBuf buffer(String wire) {
    return Unpooled.wrappedBuffer(bytes(wire));
  }

  static String of(ByteBuf bytes) {
    return bytes.toString(ISO_8859_1);
  }

  static String of(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
