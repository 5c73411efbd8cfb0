// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;

/**
 * Reads the number behind a type byte, {@code 123\r\n}, as strictly as Redis does: what Redis would
 * refuse must not reach a server, where it would break the connection that other clients share.
 */
final class RespLines {
  /** The line's end has not arrived. */
  static final long INCOMPLETE = Long.MIN_VALUE;

  /** Not a number, or not one that fits. */
  static final long INVALID = Long.MIN_VALUE + 1;

  /** No number is longer: 18 digits. With this bound an endless line is noticed. */
  static final int MAX_DIGITS = 18;

  private RespLines() {}

  /**
   * The number that starts at {@code from} and ends before CR LF. It is in canonical form, without
   * superfluous zeros, so that {@link #lineLength} can tell its length on the wire.
   *
   * @param end index behind the last byte received
   * @return the number, {@link #INCOMPLETE} or {@link #INVALID}
   */
  static long number(ByteBuf in, int from, int end) {
    int i = from;
    boolean negative = i < end && in.getByte(i) == '-';
    if (negative) {
      i++;
    }
    int firstDigit = i;
    long value = 0;
    for (; i < end; i++) {
      byte b = in.getByte(i);
      if (b == '\r') {
        boolean canonical =
            value == 0 ? i == firstDigit + 1 && !negative : isNotZero(in, firstDigit);
        return canonical ? ended(in, i, end, negative ? -value : value) : INVALID;
      }
      if (b < '0' || b > '9' || i - firstDigit == MAX_DIGITS) {
        return INVALID;
      }
      value = value * 10 + (b - '0');
    }
    return INCOMPLETE;
  }

  private static boolean isNotZero(ByteBuf in, int firstDigit) {
    return in.getByte(firstDigit) != '0';
  }

  private static long ended(ByteBuf in, int cr, int end, long value) {
    if (cr + 1 == end) {
      return INCOMPLETE;
    }
    return in.getByte(cr + 1) == '\n' ? value : INVALID;
  }

  /** Whether {@code in[from, to)} is a decimal integer of 64 bits: a sign, up to 19 digits. */
  static boolean isInteger(ByteBuf in, int from, int to) {
    int firstDigit = from < to && in.getByte(from) == '-' ? from + 1 : from;
    int digits = to - firstDigit;
    for (int i = firstDigit; i < to; i++) {
      if (in.getByte(i) < '0' || in.getByte(i) > '9') {
        return false;
      }
    }
    return digits >= 1 && digits <= 19;
  }

  /** Length on the wire of {@code number} and its CR LF. */
  static int lineLength(long number) {
    int length = number < 0 ? 4 : 3;
    for (long rest = Math.abs(number); rest >= 10; rest /= 10) {
      length++;
    }
    return length;
  }

  /** Appends {@code number} and CR LF. */
  static void writeLine(ByteBuf out, long number) {
    int at = out.writerIndex();
    int length = lineLength(number);
    out.ensureWritable(length);
    out.setShort(at + length - 2, '\r' << 8 | '\n');
    long rest = Math.abs(number);
    for (int i = at + length - 3; i > at || (i == at && number >= 0); i--) {
      out.setByte(i, '0' + (int) (rest % 10));
      rest /= 10;
    }
    if (number < 0) {
      out.setByte(at, '-');
    }
    out.writerIndex(at + length);
  }
}
