// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.lang.Integer.rotateLeft;

import io.netty.buffer.ByteBuf;

/** Bob Jenkins' lookup3, {@code hashlittle} with an initial value of 13. */
final class Jenkins {
  private static final int INITIAL = 0xdeadbeef + 13;

  /** Three words are mixed at a time. */
  private static final int BLOCK_BYTES = 12;

  private Jenkins() {}

  static int hash(ByteBuf key, int from, int to) {
    int length = to - from;
    int a = INITIAL + length;
    int b = a;
    int c = a;
    if (length == 0) {
      return c;
    }

    int i = from;
    for (; to - i > BLOCK_BYTES; i += BLOCK_BYTES) {
      a += key.getIntLE(i);
      b += key.getIntLE(i + 4);
      c += key.getIntLE(i + 8);

      a = (a - c) ^ rotateLeft(c, 4);
      c += b;
      b = (b - a) ^ rotateLeft(a, 6);
      a += c;
      c = (c - b) ^ rotateLeft(b, 8);
      b += a;
      a = (a - c) ^ rotateLeft(c, 16);
      c += b;
      b = (b - a) ^ rotateLeft(a, 19);
      a += c;
      c = (c - b) ^ rotateLeft(b, 4);
      b += a;
    }

    // The last block holds 1 to 12 bytes: never none, and a full one ends here too.
    a += Words.paddedIntLE(key, i, to);
    b += Words.paddedIntLE(key, i + 4, to);
    c += Words.paddedIntLE(key, i + 8, to);

    c = (c ^ b) - rotateLeft(b, 14);
    a = (a ^ c) - rotateLeft(c, 11);
    b = (b ^ a) - rotateLeft(a, 25);
    c = (c ^ b) - rotateLeft(b, 16);
    a = (a ^ c) - rotateLeft(c, 4);
    b = (b ^ a) - rotateLeft(a, 14);
    c = (c ^ b) - rotateLeft(b, 24);
    return c;
  }
}
