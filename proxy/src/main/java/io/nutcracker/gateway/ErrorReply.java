// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/** Replies that are errors, in one line or, in RESP3, with their length before them. */
final class ErrorReply {
  private ErrorReply() {}

  static boolean is(ByteBuf reply) {
    byte type = reply.getByte(reply.readerIndex());
    return type == '-' || type == '!';
  }

  /** {@code WRONGTYPE Operation against a key …}. */
  static String text(ByteBuf reply) {
    int from = reply.readerIndex() + 1;
    if (reply.getByte(reply.readerIndex()) == '!') {
      from = reply.indexOf(from, reply.writerIndex(), (byte) '\n') + 1;
    }
    return reply.toString(from, reply.writerIndex() - "\r\n".length() - from, UTF_8);
  }
}
