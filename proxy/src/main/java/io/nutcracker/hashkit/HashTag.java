// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/**
 * The two bytes that enclose the part of a key that is hashed, so that keys with the same tag live
 * on the same server: with {@code {}}, {@code user:{42}:name} and {@code user:{42}:mail} are both
 * hashed as {@code 42}. The two bytes may be equal.
 */
public record HashTag(byte open, byte close) {
  /**
   * Which bytes of {@code key[from, to)} are hashed: those between the first {@code open} and the
   * first {@code close} after it, or the whole key when either is missing or nothing lies between
   * them. Later tags are not looked at. Read the answer with {@link #start} and {@link #end}; it is
   * packed into a number because this runs for each key.
   */
  public long hashedPart(ByteBuf key, int from, int to) {
    int opened = key.indexOf(from, to, open);
    if (opened >= 0) {
      int closed = key.indexOf(opened + 1, to, close);
      if (closed > opened + 1) {
        return pack(opened + 1, closed);
      }
    }
    return pack(from, to);
  }

  /** Index of the first byte of a {@link #hashedPart}. */
  public static int start(long hashedPart) {
    return (int) (hashedPart >>> 32);
  }

  /** Index just past the last byte of a {@link #hashedPart}. */
  public static int end(long hashedPart) {
    return (int) hashedPart;
  }

  private static long pack(int start, int end) {
    return (long) start << 32 | end;
  }
}
