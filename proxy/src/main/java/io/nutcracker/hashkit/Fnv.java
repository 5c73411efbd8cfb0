// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/**
 * The four Fowler-Noll-Vo hashes, over signed bytes.
 *
 * <p>The 64-bit ones need no {@code long}: only the low half of the result is kept, and it depends
 * on the low halves of the offset basis and of the prime alone.
 */
final class Fnv {
  private static final int BASIS_32 = 0x811c9dc5;
  private static final int PRIME_32 = 0x01000193;
  private static final int BASIS_64_LOW = 0x84222325;
  private static final int PRIME_64_LOW = 0x1b3;

  private Fnv() {}

  static int fnv1x64(ByteBuf key, int from, int to) {
    return fnv1(key, from, to, BASIS_64_LOW, PRIME_64_LOW);
  }

  static int fnv1ax64(ByteBuf key, int from, int to) {
    return fnv1a(key, from, to, BASIS_64_LOW, PRIME_64_LOW);
  }

  static int fnv1x32(ByteBuf key, int from, int to) {
    return fnv1(key, from, to, BASIS_32, PRIME_32);
  }

  static int fnv1ax32(ByteBuf key, int from, int to) {
    return fnv1a(key, from, to, BASIS_32, PRIME_32);
  }

  /** FNV-1 multiplies first. */
  private static int fnv1(ByteBuf key, int from, int to, int basis, int prime) {
    int h = basis;
    for (int i = from; i < to; i++) {
      h = (h * prime) ^ key.getByte(i);
    }
    return h;
  }

  /** FNV-1a multiplies last. */
  private static int fnv1a(ByteBuf key, int from, int to, int basis, int prime) {
    int h = basis;
    for (int i = from; i < to; i++) {
      h = (h ^ key.getByte(i)) * prime;
    }
    return h;
  }
}
