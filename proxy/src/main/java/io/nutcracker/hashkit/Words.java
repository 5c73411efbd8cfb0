// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/** Reads the last word of a key, which may be cut short. */
final class Words {
  private Words() {}

  /** The little-endian word at {@code i}; its bytes at {@code to} and beyond count as zero. */
  static int paddedIntLE(ByteBuf key, int i, int to) {
    if (to - i >= 4) {
      return key.getIntLE(i);
    }
    int word = 0;
    for (int last = to - 1; last >= i; last--) {
      word = (word << 8) | key.getUnsignedByte(last);
    }
    return word;
  }
}
