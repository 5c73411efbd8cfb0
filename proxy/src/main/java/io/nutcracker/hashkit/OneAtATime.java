// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/** Bob Jenkins' one-at-a-time hash, over signed bytes. */
final class OneAtATime {
  private OneAtATime() {}

  static int hash(ByteBuf key, int from, int to) {
    int h = 0;
    for (int i = from; i < to; i++) {
      h += key.getByte(i);
      h += h << 10;
      h ^= h >>> 6;
    }
    h += h << 3;
    h ^= h >>> 11;
    h += h << 15;
    return h;
  }
}
