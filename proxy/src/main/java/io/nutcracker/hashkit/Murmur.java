// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/** Austin Appleby's MurmurHash2. As twemproxy: the seed is derived from the key's length. */
final class Murmur {
  private static final int M = 0x5bd1e995;

  private Murmur() {}

  static int hash(ByteBuf key, int from, int to) {
    int length = to - from;
    int h = (0xdeadbeef * length) ^ length;
    int i = from;
    for (; to - i >= 4; i += 4) {
      int k = key.getIntLE(i) * M;
      k ^= k >>> 24;
      h = (h * M) ^ (k * M);
    }
    if (i < to) {
      h = (h ^ Words.paddedIntLE(key, i, to)) * M;
    }
    h ^= h >>> 13;
    h *= M;
    h ^= h >>> 15;
    return h;
  }
}
