// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;

/**
 * Reads the lines of responses. A line ends with CR LF; either of them alone belongs to it, because
 * memcached lets texts and keys hold anything.
 */
final class ResponseLines {
  static final int NONE = -1;

  /** No data is longer than ten digits can tell. */
  private static final int MAX_DIGITS = 10;

  private static final int VALUE_KEY = "VALUE ".length();
  private static final int VA_SIZE = "VA ".length();

  private ResponseLines() {}

  /** The index behind the CR LF of the line that starts at {@code from}; NONE if it is missing. */
  static int end(ByteBuf in, int from, int end) {
    return end(in, from, from, end);
  }

  /**
   * The same.
   *
   * @param searched where to go on; there is no line feed before it
   */
  static int end(ByteBuf in, int from, int searched, int end) {
    int lf = in.indexOf(searched, end, (byte) '\n');
    while (lf == from || (lf > from && in.getByte(lf - 1) != '\r')) {
      lf = in.indexOf(lf + 1, end, (byte) '\n');
    }
    return lf < 0 ? NONE : lf + 1;
  }

  /** Where the key of a {@code VALUE} line starts. */
  static int valueKey(int line) {
    return line + VALUE_KEY;
  }

  /** The index of the next blank, or {@code end}. */
  static int tokenEnd(ByteBuf in, int from, int end) {
    int blank = from < end ? in.indexOf(from, end, (byte) ' ') : NONE;
    return blank < 0 ? end : blank;
  }

  /**
   * The size of the data behind {@code VALUE <key> <flags> <size>[ <cas unique>]\r\n}.
   *
   * @return NONE if the line is another
   */
  static long valueSize(ByteBuf in, int line, int lineEnd) {
    int end = lineEnd - 2;
    int flags = tokenEnd(in, valueKey(line), end) + 1;
    int size = tokenEnd(in, flags, end) + 1;
    return number(in, size, tokenEnd(in, size, end));
  }

  /** The size of the data behind {@code VA <size>[ <flag>]...\r\n}; NONE if the line is another. */
  static long vaSize(ByteBuf in, int line, int lineEnd) {
    int size = line + VA_SIZE;
    return number(in, size, tokenEnd(in, size, lineEnd - 2));
  }

  private static long number(ByteBuf in, int from, int to) {
    if (to <= from || to - from > MAX_DIGITS) {
      return NONE;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      byte b = in.getByte(i);
      if (!isDigit(b)) {
        return NONE;
      }
      value = value * 10 + (b - '0');
    }
    return value;
  }

  /**
   * Whether a line is a number. Blanks may follow: memcached keeps a value that shrinks as long.
   */
  static boolean isNumber(ByteBuf in, int line, int lineEnd) {
    int to = tokenEnd(in, line, lineEnd - 2);
    for (int i = line; i < to; i++) {
      if (!isDigit(in.getByte(i))) {
        return false;
      }
    }
    for (int i = to; i < lineEnd - 2; i++) {
      if (in.getByte(i) != ' ') {
        return false;
      }
    }
    return to > line;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
