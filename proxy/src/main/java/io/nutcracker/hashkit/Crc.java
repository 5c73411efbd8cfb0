// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/** The three cyclic redundancy checks, table driven. */
final class Crc {
  /** CRC-16/XMODEM: polynomial 0x1021, highest bit first. */
  private static final int[] TABLE_16 = new int[256];

  /** zlib's CRC-32: polynomial 0x04c11db7 reflected, lowest bit first. */
  private static final int[] TABLE_32 = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc16 = i << 8;
      int crc32 = i;
      for (int bit = 0; bit < 8; bit++) {
        crc16 = (crc16 << 1) ^ ((crc16 & 0x8000) == 0 ? 0 : 0x1021);
        crc32 = (crc32 >>> 1) ^ ((crc32 & 1) == 0 ? 0 : 0xedb88320);
      }
      TABLE_16[i] = crc16 & 0xffff;
      TABLE_32[i] = crc32;
    }
  }

  private Crc() {}

  /** As twemproxy: the register is never cut to 16 bits, so longer keys give 32-bit numbers. */
  static int crc16(ByteBuf key, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = (crc << 8) ^ TABLE_16[((crc >>> 8) ^ key.getByte(i)) & 0xff];
    }
    return crc;
  }

  /** As twemproxy: only 15 bits of the CRC-32. */
  static int crc32(ByteBuf key, int from, int to) {
    return (crc32a(key, from, to) >>> 16) & 0x7fff;
  }

  /** The whole CRC-32. */
  static int crc32a(ByteBuf key, int from, int to) {
    int crc = -1;
    for (int i = from; i < to; i++) {
      crc = (crc >>> 8) ^ TABLE_32[(crc ^ key.getByte(i)) & 0xff];
    }
    return ~crc;
  }
}
