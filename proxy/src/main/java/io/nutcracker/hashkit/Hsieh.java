// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/**
 * Paul Hsieh's SuperFastHash. As twemproxy: it starts from 0 and not from the length, and the last
 * byte of three is signed while a last single byte is not.
 */
final class Hsieh {
  private Hsieh() {}

  static int hash(ByteBuf key, int from, int to) {
    int h = 0;
    int i = from;
    for (; to - i >= 4; i += 4) {
      h += key.getUnsignedShortLE(i);
      int t = (key.getUnsignedShortLE(i + 2) << 11) ^ h;
      h = (h << 16) ^ t;
      h += h >>> 11;
    }
    return avalanche(addTail(h, key, i, to));
  }

  private static int addTail(int h, ByteBuf key, int i, int to) {
    switch (to - i) {
      case 3 -> {
        h += key.getUnsignedShortLE(i);
        h ^= h << 16;
        h ^= key.getByte(i + 2) << 18;
        h += h >>> 11;
      }
      case 2 -> {
        h += key.getUnsignedShortLE(i);
        h ^= h << 11;
        h += h >>> 17;
      }
      case 1 -> {
        h += key.getUnsignedByte(i);
        h ^= h << 10;
        h += h >>> 1;
      }
      default -> {}
    }
    return h;
  }

  private static int avalanche(int h) {
    h ^= h << 3;
    h += h >>> 5;
    h ^= h << 4;
    h += h >>> 17;
    h ^= h << 25;
    h += h >>> 6;
    return h;
  }
}
