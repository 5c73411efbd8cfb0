// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.nutcracker.stats.BigKeys;
import io.nutcracker.stats.BigKeys.BigKey;
import io.nutcracker.stats.KeySamples;
import java.time.InstantSource;
import java.util.List;

/**
 * Which keys one worker's clients of one pool ask for: one request in so many is a sample for the
 * hot keys, every long one a candidate for the big ones. Of a request with several keys the first
 * counts.
 */
final class KeySampler {
  /** Keys that are known to be big: by hash, the length that is known. */
  private static final int KNOWN = 256;

  private final int every;
  private final InstantSource clock;
  private final HotKeyCount count;
  private final BigKeys big = new BigKeys();
  private volatile List<BigKey> bigSnapshot = List.of();
  private final long[] known = new long[KNOWN];
  private KeySamples hot = new KeySamples();
  private int untilNext;

  /**
   * @param every how many requests there are for one sample
   * @param count takes the samples
   */
  KeySampler(int every, InstantSource clock, HotKeyCount count) {
    this.every = every;
    this.untilNext = every;
    this.clock = clock;
    this.count = count;
  }

  /**
   * The first of these requests has been answered.
   *
   * @param bytes of it or of the response, whichever is longer
   */
  void onRequest(RequestStarts starts, int bytes) {
    untilNext--;
    if (untilNext == 0) {
      untilNext = every;
      if (starts.keyLength() > 0) {
        sample(starts);
      }
    }
    if (big.isBig(bytes) && starts.keyLength() > 0 && isNew(starts, bytes)) {
      String key = new String(starts.array(), starts.keyFrom(), starts.keyLength(), ISO_8859_1);
      big.add(new BigKey(key, bytes, clock.instant()));
      bigSnapshot = big.snapshot();
    }
  }

  private void sample(RequestStarts starts) {
    if (!hot.add(starts.array(), starts.keyFrom(), starts.keyLength())) {
      hot = count.exchange(hot);
      hot.add(starts.array(), starts.keyFrom(), starts.keyLength());
    }
  }

  /** Whether the key is not known to be as big as that: most big requests are for the same keys. */
  private boolean isNew(RequestStarts starts, int bytes) {
    byte[] array = starts.array();
    int from = starts.keyFrom();
    int hash = 0;
    for (int i = from; i < from + starts.keyLength(); i++) {
      hash = hash * 31 + array[i];
    }
    int slot = (hash ^ hash >>> 16) & KNOWN - 1;
    boolean isKnown = known[slot] >>> 32 == (hash & 0xffffffffL) && (int) known[slot] >= bytes;
    known[slot] = isKnown ? known[slot] : (long) hash << 32 | bytes;
    return !isKnown;
  }

  /** Passes on what was sampled since the last samples were full. */
  void passOnHot() {
    if (!hot.isEmpty()) {
      hot = count.exchange(hot);
    }
  }

  /** The big keys since the start; any thread may ask. */
  List<BigKey> big() {
    return bigSnapshot;
  }
}
