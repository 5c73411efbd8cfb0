// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.util.internal.PlatformDependent;
import io.nutcracker.stats.HotKeys;
import io.nutcracker.stats.KeySamples;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Counts a pool's hot keys: takes the workers' samples to the one thread that counts, and back to
 * be filled again.
 */
final class HotKeyCount {
  /** More than that at a time, which are some fifty thousand keys, are dropped. */
  private static final int MOST_FULL = 256;

  private final Queue<KeySamples> full = PlatformDependent.newFixedMpscQueue(MOST_FULL);
  private final Queue<KeySamples> empty = PlatformDependent.newFixedMpmcQueue(MOST_FULL);
  private final Executor counting;
  private final Runnable count = this::count;
  private final HotKeys hotKeys = new HotKeys();

  /**
   * @param counting the thread that counts
   */
  HotKeyCount(Executor counting) {
    this.counting = counting;
  }

  /** Takes samples from a worker, and gives it empty ones in exchange. */
  KeySamples exchange(KeySamples samples) {
    if (!full.offer(samples)) {
      samples.clear();
      return samples;
    }
    counting.execute(count);
    KeySamples next = empty.poll();
    return next == null ? new KeySamples() : next;
  }

  private void count() {
    for (KeySamples samples = full.poll(); samples != null; samples = full.poll()) {
      hotKeys.add(samples);
      samples.clear();
      empty.offer(samples);
    }
  }

  /** For the thread that counts. */
  HotKeys hotKeys() {
    return hotKeys;
  }
}
