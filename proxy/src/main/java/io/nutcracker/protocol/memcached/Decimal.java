// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;

/**
 * Decimal numbers in a request's line.
 *
 * <p>They decide whether a server takes the data block for a data block or for commands, and the
 * versions of memcached do not agree about the odd ones: a plus sign, a number that has more bits
 * than its field. So these are told apart from what every version takes, and from what none does.
 */
final class Decimal {
  /** Not a number to any memcached. */
  static final long INVALID = Long.MIN_VALUE;

  /** A number to some. */
  static final long ODD = Long.MIN_VALUE + 1;

  private static final int MAX_DIGITS = 18;
  private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;

  /** The largest unsigned number of 64 bits. */
  private static final String MAX_UNSIGNED_LONG = "18446744073709551615";

  private Decimal() {}

  /** A number of 32 bits without a sign; or {@link #INVALID}, or {@link #ODD}. */
  static long unsignedInt(ByteBuf in, int from, int length) {
    long value = parse(in, from, length);
    if (value == INVALID || value == ODD) {
      return value;
    }
    if (in.getByte(from) == '-') {
      return INVALID;
    }
    return value > MAX_UNSIGNED_INT ? ODD : value;
  }

  /** A number of 32 bits; or {@link #INVALID}, or {@link #ODD}. */
  static long signedInt(ByteBuf in, int from, int length) {
    long value = parse(in, from, length);
    if (value == INVALID) {
      return value;
    }
    return value == (int) value ? value : ODD;
  }

  /** 0 for a number of 64 bits without a sign; or {@link #INVALID}, or {@link #ODD}. */
  static long unsignedLong(ByteBuf in, int from, int length) {
    long value = parse(in, from, length);
    if (value == INVALID || in.getByte(from) == '-') {
      return INVALID;
    }
    return value != ODD || isUnsignedLong(in, from, length) ? 0 : ODD;
  }

  private static long parse(ByteBuf in, int from, int length) {
    byte first = in.getByte(from);
    boolean signed = first == '-' || first == '+';
    int digits = signed ? length - 1 : length;
    if (digits == 0) {
      return INVALID;
    }
    long value = 0;
    for (int i = from + length - digits; i < from + length; i++) {
      int digit = in.getByte(i) - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      value = value * 10 + digit;
    }
    if (first == '+' || digits > MAX_DIGITS) {
      return ODD;
    }
    return first == '-' ? -value : value;
  }

  /** Whether that many digits are still a number of 64 bits. */
  private static boolean isUnsignedLong(ByteBuf in, int from, int length) {
    int digits = MAX_UNSIGNED_LONG.length();
    if (length != digits || in.getByte(from) == '+') {
      return length < digits && in.getByte(from) != '+';
    }
    for (int i = 0; i < digits; i++) {
      int difference = in.getByte(from + i) - MAX_UNSIGNED_LONG.charAt(i);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return true;
  }
}
