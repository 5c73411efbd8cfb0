// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys with the longest requests or responses since the start, a hundred at most. Used by one
 * thread.
 */
public final class BigKeys {
  private static final int MOST = 100;

  /** What is shorter is not worth the trouble. */
  private static final int LEAST_BYTES = 1024;

  private final Map<String, BigKey> keys = new HashMap<>();

  /** What is not longer than this has no place here. */
  private int leastBytes = LEAST_BYTES;

  /**
   * A key.
   *
   * @param bytes of its longest request or response
   * @param at when that was
   */
  public record BigKey(String key, int bytes, Instant at) {}

  /** Whether one of this length may have a place here. */
  public boolean isBig(int bytes) {
    return bytes > leastBytes;
  }

  /** Keeps it if it is one of the longest. */
  public void add(BigKey big) {
    keys.merge(big.key(), big, (known, next) -> next.bytes() > known.bytes() ? next : known);
    if (keys.size() > MOST) {
      keys.remove(least().key());
      leastBytes = least().bytes();
    }
  }

  private BigKey least() {
    return keys.values().stream().min(Comparator.comparingInt(BigKey::bytes)).orElseThrow();
  }

  /** All of them as they are now. */
  public List<BigKey> snapshot() {
    return List.copyOf(keys.values());
  }

  /** All of them, the longest first. */
  public List<BigKey> longestFirst() {
    return keys.values().stream()
        .sorted(Comparator.comparingInt(BigKey::bytes).reversed())
        .toList();
  }
}
