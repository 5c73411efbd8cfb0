// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * MD5, as a key hash and as the source of ketama's points.
 *
 * <p>The platform's digest keeps state and reads arrays, so each thread has one of its own with a
 * little scratch space; after a thread's first call nothing is allocated.
 */
final class Md5 {
  static final int DIGEST_BYTES = 16;

  private static final ThreadLocal<Md5> PER_THREAD = ThreadLocal.withInitial(Md5::new);

  private final MessageDigest digest = newDigest();
  private final byte[] result = new byte[DIGEST_BYTES];

  /** A piece of the key on its way to the digest. Most keys fit in one; longer ones take turns. */
  private final byte[] piece = new byte[256];

  private Md5() {}

  /** The first four bytes of the digest of {@code key[from, to)}, little-endian. */
  static int hash(ByteBuf key, int from, int to) {
    return PER_THREAD.get().digest(key, from, to);
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java platform has no MD5, which ketama needs", e);
    }
  }

  private int digest(ByteBuf key, int from, int to) {
    for (int i = from; i < to; i += piece.length) {
      int length = Math.min(piece.length, to - i);
      key.getBytes(i, piece, 0, length);
      digest.update(piece, 0, length);
    }
    try {
      digest.digest(result, 0, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new AssertionError("the result has room for an MD5 digest", e);
    }
    return wordLE(result, 0);
  }

  /** The little-endian word at {@code offset}. */
  static int wordLE(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff)
        | (bytes[offset + 1] & 0xff) << 8
        | (bytes[offset + 2] & 0xff) << 16
        | (bytes[offset + 3] & 0xff) << 24;
  }
}
