// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;

/**
 * A key that is written in base64 (RFC 4648, section 4).
 *
 * <p>memcached skips over what is no base64 letter and stops at the first padding. Here neither is
 * let through: whoever decodes the key to find its server must come to the same key as the server.
 */
final class Base64Key {
  private static final int GROUP = 4;

  private Base64Key() {}

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
}
