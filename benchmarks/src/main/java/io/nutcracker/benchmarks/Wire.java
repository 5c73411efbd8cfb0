// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.protocol.ResponseParser;

/** What clients and servers send, as the proxy reads it from a socket: in direct buffers. */
final class Wire {
  /** The length of the keys and values that the load comparison sends. */
  private static final int LENGTH = 16;

  private Wire() {}

  /** A key of 16 bytes. */
  static String key(int number) {
    return "key:%012d".formatted(number);
  }

  /** A value of 16 bytes. */
  static String value() {
    return "x".repeat(LENGTH);
  }

  /** {@code *2\r\n$3\r\nGET\r\n$1\r\nk\r\n} */
  static String request(String... elements) {
    var request = new StringBuilder("*" + elements.length + "\r\n");
    for (var element : elements) {
      request.append(bulk(element));
    }
    return request.toString();
  }

  /** {@code $1\r\nv\r\n} */
  static String bulk(String data) {
    return "$" + data.length() + "\r\n" + data + "\r\n";
  }

  /** The bytes as a socket would deliver them. */
  static ByteBuf received(String bytes) {
    return Unpooled.directBuffer(bytes.length()).writeBytes(bytes.getBytes(ISO_8859_1));
  }

  /** Parses all responses in the buffer, again with each call; returns their length. */
  static int responses(ByteBuf in, ResponseParser parser) {
    in.readerIndex(0);
    int seen = 0;
    while (parser.parse(in, 0) == ResponseParser.Result.RESPONSE) {
      seen += parser.length();
      in.skipBytes(parser.length());
      parser.reset();
    }
    return seen;
  }
}
