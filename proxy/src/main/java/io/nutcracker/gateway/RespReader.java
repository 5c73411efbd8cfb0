// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;

/** Reads the parts of a reply that is whole and well formed. */
final class RespReader {
  private final ByteBuf in;

  RespReader(ByteBuf reply) {
    in = reply.duplicate();
  }

  /** The type of the value that comes next. */
  char nextType() {
    return (char) in.getByte(in.readerIndex());
  }

  /** The same, and goes on behind it. */
  char type() {
    return (char) in.readByte();
  }

  byte[] line() {
    int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\r');
    return bytes(end - in.readerIndex());
  }

  /** So many, and goes on behind the line's end that follows them. */
  byte[] bytes(int length) {
    var bytes = new byte[length];
    in.readBytes(bytes).skipBytes(2);
    return bytes;
  }

  void skip(int length) {
    in.skipBytes(length);
  }

  /** That of a string or aggregate, which stands in a line. */
  int length() {
    var length = new String(line(), ISO_8859_1);
    if (length.equals("?")) {
      throw new NoJsonException("the reply does not say how long it is");
    }
    return Integer.parseInt(length);
  }

  /** A string with its length. */
  byte[] bulk() {
    skip(1);
    return bytes(length());
  }
}
