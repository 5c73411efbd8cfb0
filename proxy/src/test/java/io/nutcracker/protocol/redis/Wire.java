// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Redis messages as they look on the wire. A string stands for its ISO 8859-1 bytes. */
final class Wire {
  private Wire() {}

  static String array(String... elements) {
    return array(List.of(elements));
  }

  /** {@code *2\r\n$3\r\nGET\r\n$1\r\nk\r\n}. */
  static String array(List<String> elements) {
    var wire = new StringBuilder("*" + elements.size() + "\r\n");
    elements.forEach(element -> wire.append(bulk(element)));
    return wire.toString();
  }

  /** {@code $1\r\nk\r\n}. */
  static String bulk(String data) {
    return "$" + data.length() + "\r\n" + data + "\r\n";
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
}
