// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseParser;

/**
 * Finds the end of a Redis server's response, in RESP2 or RESP3 (redis-specifications, protocol).
 *
 * <pre>
 *   +OK\r\n   -ERR no\r\n   :42\r\n   $5\r\nhello\r\n   $-1\r\n   *2\r\n $1\r\na\r\n :7\r\n   *-1\r\n
 *
 *   RESP3:  _\r\n   #t\r\n   ,1.5\r\n   (123\r\n   !5\r\nERR x\r\n   =7\r\ntxt:abc\r\n
 *           %1\r\n +key\r\n :1\r\n   ~2\r\n :1\r\n :2\r\n   >1\r\n +push\r\n
 *           |1\r\n +attribute\r\n :1\r\n (then the response it belongs to)
 *           $?\r\n ;3\r\nabc\r\n ;0\r\n   *?\r\n :1\r\n :2\r\n .\r\n
 * </pre>
 *
 * <p>Aggregates of known length may be nested to any depth at no cost: all that is kept is how many
 * elements are still to come. Streamed ones, which end with a dot, are kept on a small stack.
 */
public final class RedisResponseParser implements ResponseParser {
  /** Longest status or error line. Redis' own are short; scripts may send long ones. */
  static final int MAX_LINE_BYTES = 1024 * 1024;

  /** Longest response. Offsets are ints; Redis' own limit for one string is half of this. */
  static final int MAX_RESPONSE_BYTES = 1024 * 1024 * 1024;

  /** How deep streamed aggregates may be nested. No server known sends any. */
  private static final int MAX_STREAMED_DEPTH = 32;

  private final boolean isResp3;
  private int position;

  /** How far the current line, which starts at {@link #position}, was searched for its end. */
  private int searched;

  /** In the innermost streamed aggregate: 0 between two elements. */
  private long elementsToCome;

  private boolean atBulkEnd;

  /** Whether chunks of a streamed string follow. */
  private boolean inStreamedString;

  /** What is to come after each open streamed aggregate. */
  private long[] afterStreamed = {};

  private int streamedDepth;

  public RedisResponseParser(RespVersion version) {
    isResp3 = version == RespVersion.RESP3;
    reset();
  }

  @Override
  public void reset() {
    position = 0;
    searched = 0;
    elementsToCome = 1;
    atBulkEnd = false;
    inStreamedString = false;
    streamedDepth = 0;
  }

  @Override
  public Result parse(ByteBuf in, int asideBytes) {
    int shift = in.readerIndex() - asideBytes;
    int end = in.writerIndex();
    while (elementsToCome > 0 || streamedDepth > 0) {
      int at = shift + position;
      if (at >= end) {
        return Result.INCOMPLETE;
      }
      if (position > MAX_RESPONSE_BYTES) {
        return Result.INVALID;
      }
      Result result = parsePart(in, shift, at, end);
      if (result != Result.RESPONSE) {
        return result;
      }
    }
    return Result.RESPONSE;
  }

  /** One header, line or end; RESPONSE if it is whole. */
  private Result parsePart(ByteBuf in, int shift, int at, int end) {
    byte type = in.getByte(at);
    if (atBulkEnd) {
      return parseBulkEnd(in, at, end);
    }
    if (inStreamedString) {
      return type == ';' ? parseBulkHeader(in, at, end) : Result.INVALID;
    }
    if (elementsToCome == 0) {
      if (type == '.') {
        return endStreamed(in, at, end);
      }
      elementsToCome = 1;
    }
    return switch (type) {
      case '$' -> parseBulkHeader(in, at, end);
      case ':' -> parseInteger(in, shift, end);
      case '*' -> parseAggregateHeader(in, at, end, 1);
      case '+', '-' -> parseLine(in, shift, end);
      default -> isResp3 ? parseResp3Part(in, type, shift, at, end) : Result.INVALID;
    };
  }

  private Result parseResp3Part(ByteBuf in, byte type, int shift, int at, int end) {
    return switch (type) {
      case '_', '#', ',', '(' -> parseLine(in, shift, end);
      case '!', '=' -> parseBulkHeader(in, at, end);
      case '%' -> parseAggregateHeader(in, at, end, 2);
      case '~', '>' -> parseAggregateHeader(in, at, end, 1);
      case '|' -> parseAttributeHeader(in, at, end);
      default -> Result.INVALID;
    };
  }

  /** {@code $5\r\n}; the data is skipped, arrived or not. */
  private Result parseBulkHeader(ByteBuf in, int at, int end) {
    if (isStreamed(in, at, end)) {
      return startStreamed(in, at, end, true);
    }
    long length = RespLines.number(in, at + 1, end);
    if (length == RespLines.INCOMPLETE) {
      return Result.INCOMPLETE;
    }
    if (length < (inStreamedString ? 0 : -1)) {
      return Result.INVALID;
    }
    long next = position + 1L + RespLines.lineLength(length) + Math.max(length, 0);
    if (next > MAX_RESPONSE_BYTES) {
      return Result.INVALID;
    }
    position = (int) next;
    if (length < 0 || (length == 0 && inStreamedString)) {
      inStreamedString = false;
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
    if (!isLineEnd(in, at)) {
      return Result.INVALID;
    }
    position += 2;
    atBulkEnd = false;
    if (!inStreamedString) {
      elementsToCome--;
    }
    return Result.RESPONSE;
  }

  private Result parseInteger(ByteBuf in, int shift, int end) {
    int digits = shift + position + 1;
    Result result = parseLine(in, shift, end);
    return result != Result.RESPONSE || RespLines.isInteger(in, digits, shift + position - 2)
        ? result
        : Result.INVALID;
  }

  /** {@code *2\r\n}. */
  private Result parseAggregateHeader(ByteBuf in, int at, int end, int elementsPerEntry) {
    if (isStreamed(in, at, end)) {
      return startStreamed(in, at, end, false);
    }
    long count = RespLines.number(in, at + 1, end);
    if (count == RespLines.INCOMPLETE) {
      return Result.INCOMPLETE;
    }
    if (count < -1 || count > Integer.MAX_VALUE) {
      return Result.INVALID;
    }
    position += 1 + RespLines.lineLength(count);
    elementsToCome += Math.max(count, 0) * elementsPerEntry - 1;
    return Result.RESPONSE;
  }

  /** {@code |1\r\n}: what follows its entries is what they are about. */
  private Result parseAttributeHeader(ByteBuf in, int at, int end) {
    if (isStreamed(in, at, end)) {
      return Result.INVALID;
    }
    Result result = parseAggregateHeader(in, at, end, 2);
    if (result == Result.RESPONSE) {
      elementsToCome++;
    }
    return result;
  }

  private boolean isStreamed(ByteBuf in, int at, int end) {
    return isResp3 && at + 1 < end && in.getByte(at + 1) == '?';
  }

  /** {@code *?\r\n} or {@code $?\r\n}. */
  private Result startStreamed(ByteBuf in, int at, int end, boolean isString) {
    if (at + 3 >= end) {
      return Result.INCOMPLETE;
    }
    if (!isLineEnd(in, at + 2) || inStreamedString || streamedDepth == MAX_STREAMED_DEPTH) {
      return Result.INVALID;
    }
    position += 4;
    inStreamedString = isString;
    if (!isString) {
      if (afterStreamed.length == 0) {
        afterStreamed = new long[MAX_STREAMED_DEPTH];
      }
      afterStreamed[streamedDepth++] = elementsToCome - 1;
      elementsToCome = 0;
    }
    return Result.RESPONSE;
  }

  /** {@code .\r\n}. */
  private Result endStreamed(ByteBuf in, int at, int end) {
    if (at + 2 >= end) {
      return Result.INCOMPLETE;
    }
    if (!isLineEnd(in, at + 1)) {
      return Result.INVALID;
    }
    position += 3;
    elementsToCome = afterStreamed[--streamedDepth];
    return Result.RESPONSE;
  }

  private static boolean isLineEnd(ByteBuf in, int at) {
    return in.getByte(at) == '\r' && in.getByte(at + 1) == '\n';
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
