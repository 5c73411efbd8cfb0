// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseParser;

/**
 * Finds the end of a Redis server's response.
 *
 * <pre>
 *   +OK\r\n   -ERR no\r\n   :42\r\n   $5\r\nhello\r\n   $-1\r\n   *2\r\n $1\r\na\r\n :7\r\n   *-1\r\n
 * </pre>
 *
 * <p>Arrays may be nested to any depth at no cost: all that is kept is how many elements are still
 * to come.
 */
public final class RedisResponseParser implements ResponseParser {
  /** Longest status or error line. Redis' own are short; scripts may send long ones. */
  static final int MAX_LINE_BYTES = 1024 * 1024;

  /** Longest response. Offsets are ints; Redis' own limit for one string is half of this. */
  static final int MAX_RESPONSE_BYTES = 1024 * 1024 * 1024;

  private int position;

  /** How far the current line, which starts at {@link #position}, was searched for its end. */
  private int searched;

  private long elementsToCome;
  private boolean atBulkEnd;

  public RedisResponseParser() {
    reset();
  }

  @Override
  public void reset() {
    position = 0;
    searched = 0;
    elementsToCome = 1;
    atBulkEnd = false;
  }

  @Override
  public Result parse(ByteBuf in, int asideBytes) {
    int shift = in.readerIndex() - asideBytes;
    int end = in.writerIndex();
    while (elementsToCome > 0) {
      int at = shift + position;
      if (at >= end) {
        return Result.INCOMPLETE;
      }
      if (position > MAX_RESPONSE_BYTES) {
        return Result.INVALID;
      }
      Result result;
      if (atBulkEnd) {
        result = parseBulkEnd(in, at, end);
      } else {
        result =
            switch (in.getByte(at)) {
              case '$' -> parseBulkHeader(in, at, end);
              case ':' -> parseInteger(in, shift, end);
              case '*' -> parseArrayHeader(in, at, end);
              case '+', '-' -> parseLine(in, shift, end);
              default -> Result.INVALID;
            };
      }
      if (result != Result.RESPONSE) {
        return result;
      }
    }
    return Result.RESPONSE;
  }

  /** {@code $5\r\n}; the data is skipped, arrived or not. */
  private Result parseBulkHeader(ByteBuf in, int at, int end) {
    long length = RespLines.number(in, at + 1, end);
    if (length == RespLines.INCOMPLETE) {
      return Result.INCOMPLETE;
    }
    if (length < -1) {
      return Result.INVALID;
    }
    long next = position + 1L + RespLines.lineLength(length) + Math.max(length, 0);
    if (next > MAX_RESPONSE_BYTES) {
      return Result.INVALID;
    }
    position = (int) next;
    if (length < 0) {
      elementsToCome--;
    } else {
      atBulkEnd = true;
    }
    return Result.RESPONSE;
  }

  private Result parseBulkEnd(ByteBuf in, int at, int end) {
    if (at + 1 >= end) {
      return Result.INCOMPLETE;
    }
    if (in.getByte(at) != '\r' || in.getByte(at + 1) != '\n') {
      return Result.INVALID;
    }
    position += 2;
    atBulkEnd = false;
    elementsToCome--;
    return Result.RESPONSE;
  }

  private Result parseInteger(ByteBuf in, int shift, int end) {
    int digits = shift + position + 1;
    Result result = parseLine(in, shift, end);
    return result != Result.RESPONSE || RespLines.isInteger(in, digits, shift + position - 2)
        ? result
        : Result.INVALID;
  }

  private Result parseArrayHeader(ByteBuf in, int at, int end) {
    long count = RespLines.number(in, at + 1, end);
    if (count == RespLines.INCOMPLETE) {
      return Result.INCOMPLETE;
    }
    if (count < -1 || count > Integer.MAX_VALUE) {
      return Result.INVALID;
    }
    position += 1 + RespLines.lineLength(count);
    elementsToCome += Math.max(count, 0) - 1;
    return Result.RESPONSE;
  }

  /** {@code +OK\r\n}: anything up to CR LF. */
  private Result parseLine(ByteBuf in, int shift, int end) {
    int from = shift + Math.max(position, searched);
    int cr = in.indexOf(from, end, (byte) '\r');
    if (cr < 0 || cr + 1 == end) {
      searched = (cr < 0 ? end : cr) - shift;
      return searched - position > MAX_LINE_BYTES ? Result.INVALID : Result.INCOMPLETE;
    }
    if (in.getByte(cr + 1) != '\n') {
      return Result.INVALID;
    }
    position = cr + 2 - shift;
    elementsToCome--;
    return Result.RESPONSE;
  }

  @Override
  public int length() {
    return position;
  }

  @Override
  public int position() {
    return position;
  }
}
