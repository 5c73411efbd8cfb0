// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Writes requests as Redis reads them. */
final class Requests {
  private static final byte[] LINE_END = {'\r', '\n'};

  private Requests() {}

  /** A request of these words; the caller owns it. */
  static ByteBuf of(List<byte[]> words, ByteBufAllocator allocator) {
    return of(words, Unpooled.EMPTY_BUFFER, allocator);
  }

  /**
   * A request of these words and one more.
   *
   * @param last lent, and not copied; if it is empty there is no such word
   */
  static ByteBuf of(List<byte[]> words, ByteBuf last, ByteBufAllocator allocator) {
    boolean hasLast = last.isReadable();
    ByteBuf start = allocator.buffer();
    writeHeader(start, '*', words.size() + (hasLast ? 1 : 0));
    for (byte[] word : words) {
      writeHeader(start, '$', word.length);
      start.writeBytes(word).writeBytes(LINE_END);
    }
    if (!hasLast) {
      return start;
    }
    writeHeader(start, '$', last.readableBytes());
    return Unpooled.wrappedBuffer(start, last.retainedSlice(), Unpooled.wrappedBuffer(LINE_END));
  }

  private static void writeHeader(ByteBuf out, char type, int number) {
    out.writeCharSequence(type + Integer.toString(number) + "\r\n", US_ASCII);
  }
}
