// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseParser;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a memcached server's response, whatever the request was.
 *
 * <pre>
 *   STORED\r\n   42\r\n   SERVER_ERROR out of memory\r\n   HD O1\r\n   VA 5 t0\r\nhello\r\n
 *   VALUE a 0 5\r\nhello\r\n VALUE b 0 1\r\nx\r\n END\r\n   STAT pid 7\r\n STAT time 8\r\n END\r\n
 * </pre>
 *
 * <p>What starts with a word that memcached does not send is no response: most likely the
 * connection has lost its step, and whoever read on would give clients the data of others.
 */
public final class MemcachedResponseParser implements ResponseParser {
  /** Longest line, its end included. memcached's own are short. */
  static final int MAX_LINE_BYTES = 1024 * 1024;

  /** Longest response. Offsets are ints; a value has 1 MB unless memcached is told otherwise. */
  static final int MAX_RESPONSE_BYTES = 1024 * 1024 * 1024;

  private int position;

  /** How far the current line, which starts at {@link #position}, was searched for its end. */
  private int searched;

  /** The word of the list's lines so far. */
  private @Nullable ResponseWord list;

  private boolean atDataEnd;
  private boolean complete;

  public MemcachedResponseParser() {
    reset();
  }

  @Override
  public void reset() {
    position = 0;
    searched = 0;
    list = null;
    atDataEnd = false;
    complete = false;
  }

  @Override
  public Result parse(ByteBuf in, int asideBytes) {
    int shift = in.readerIndex() - asideBytes;
    int end = in.writerIndex();
    while (!complete) {
      if (shift + position >= end) {
        return Result.INCOMPLETE;
      }
      if (position > MAX_RESPONSE_BYTES) {
        return Result.INVALID;
      }
      Result result = atDataEnd ? parseDataEnd(in, shift, end) : parseLine(in, shift, end);
      if (result != Result.RESPONSE) {
        return result;
      }
    }
    return Result.RESPONSE;
  }

  private Result parseLine(ByteBuf in, int shift, int end) {
    int line = shift + position;
    int lineEnd = ResponseLines.end(in, line, shift + Math.max(position, searched), end);
    if (lineEnd == ResponseLines.NONE) {
      searched = end - shift;
      boolean hopeless = end - line >= MAX_LINE_BYTES || !mayStartLine(in.getByte(line));
      return hopeless ? Result.INVALID : Result.INCOMPLETE;
    }
    if (lineEnd - line > MAX_LINE_BYTES) {
      return Result.INVALID;
    }
    position = lineEnd - shift;
    return parseLine(in, line, lineEnd, ResponseWord.of(in, line, lineEnd));
  }

  /** What can be told without the whole line: a server of another kind need not send one. */
  private static boolean mayStartLine(byte b) {
    return (b >= 'A' && b <= 'Z') || ResponseLines.isDigit(b);
  }

  private Result parseLine(ByteBuf in, int line, int lineEnd, @Nullable ResponseWord word) {
    if (list != null && word != list) {
      complete = endsList(word);
      return complete ? Result.RESPONSE : Result.INVALID;
    }
    if (word == null) {
      complete = true;
      return ResponseLines.isNumber(in, line, lineEnd) ? Result.RESPONSE : Result.INVALID;
    }
    switch (word.shape()) {
      case ALONE, LINE, ERROR -> complete = true;
      case LIST -> list = word;
      case BLOCK -> {
        list = word;
        return skipData(ResponseLines.valueSize(in, line, lineEnd));
      }
      case DATA -> {
        return skipData(ResponseLines.vaSize(in, line, lineEnd));
      }
    }
    return Result.RESPONSE;
  }

  private static boolean endsList(@Nullable ResponseWord word) {
    return word == ResponseWord.END || (word != null && word.shape() == ResponseWord.Shape.ERROR);
  }

  /** The data is skipped, arrived or not. */
  private Result skipData(long size) {
    if (size < 0 || position + size > MAX_RESPONSE_BYTES) {
      return Result.INVALID;
    }
    position += (int) size;
    atDataEnd = true;
    return Result.RESPONSE;
  }

  private Result parseDataEnd(ByteBuf in, int shift, int end) {
    int at = shift + position;
    if (at + 1 >= end) {
      return Result.INCOMPLETE;
    }
    if (in.getByte(at) != '\r' || in.getByte(at + 1) != '\n') {
      return Result.INVALID;
    }
    position += 2;
    atDataEnd = false;
    complete = list == null;
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
