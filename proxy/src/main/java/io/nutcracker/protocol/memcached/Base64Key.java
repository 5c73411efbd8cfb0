// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A key that is written in base64 (RFC 4648, section 4).
 *
 * <p>memcached skips over what is no base64 letter and stops at the first padding. Here neither is
 * let through: whoever decodes the key to find its server must come to the same key as the server.
 *
 * <p>Decodes one key at a time, without allocating, as the JDK's decoder would not.
 */
public final class Base64Key {
  private static final int GROUP = 4;

  private final ByteBuf key = Unpooled.buffer(MemcachedRequestParser.MAX_KEY_LENGTH);

  static boolean isValid(ByteBuf in, int from, int length) {
    if (length == 0 || length % GROUP != 0) {
      return false;
    }
    int end = from + length;
    for (int padding = 0; padding < 2 && in.getByte(end - 1) == '='; padding++) {
      end--;
    }
    for (int i = from; i < end; i++) {
      if (!isLetter(in.getByte(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/';
  }

  /**
   * The key for which {@code in[from, from + length)}, which is valid, stands; valid until the next
   * call.
   */
  public ByteBuf decode(ByteBuf in, int from, int length) {
    key.clear();
    int bits = 0;
    int bitCount = 0;
    for (int i = from; i < from + length && in.getByte(i) != '='; i++) {
      bits = bits << 6 | value(in.getByte(i));
      bitCount += 6;
      if (bitCount >= 8) {
        bitCount -= 8;
        key.writeByte(bits >> bitCount);
      }
    }
    return key;
  }

  private static int value(byte letter) {
    if (letter >= 'a') {
      return letter - 'a' + 26;
    }
    if (letter >= 'A') {
      return letter - 'A';
    }
    return switch (letter) {
      case '+' -> 62;
      case '/' -> 63;
      default -> letter - '0' + 52;
    };
  }
}
