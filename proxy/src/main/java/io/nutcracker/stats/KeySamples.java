// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.Consumer;

/**
 * Some two hundred keys as a worker saw them, one behind the other in one array, so that taking a
 * sample makes no garbage. One worker fills it; then another thread may read it, and give it back.
 */
public final class KeySamples {
  private static final int CAPACITY = 4 * 1024;

  /** For each key its length in one byte, and its bytes. */
  private final byte[] keys = new byte[CAPACITY];

  private int end;

  /**
   * Appends the key {@code source[from, from + length)}, of at most 127 bytes.
   *
   * @return false if there is no room for it
   */
  public boolean add(byte[] source, int from, int length) {
    if (end + 1 + length > CAPACITY) {
      return false;
    }
    keys[end] = (byte) length;
    System.arraycopy(source, from, keys, end + 1, length);
    end += 1 + length;
    return true;
  }

  /** Forgets them. */
  public void clear() {
    end = 0;
  }

  public boolean isEmpty() {
    return end == 0;
  }

  /** Each key, byte for character, in the order in which they came. */
  public void forEach(Consumer<String> taken) {
    for (int at = 0; at < end; at += 1 + keys[at]) {
      taken.accept(new String(keys, at + 1, keys[at], ISO_8859_1));
    }
  }
}
