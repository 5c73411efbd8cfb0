// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pool's latest slow requests, for SLOWLOG (redis.io) and {@code /slowlog}. Thread-safe, without
 * locks: when servers are slow, every worker writes.
 */
final class SlowLog {
  private final long thresholdNanos;
  private final AtomicReferenceArray<@Nullable Entry> ring;
  private final AtomicLong nextId = new AtomicLong();

  /**
   * @param thresholdMicros what takes at least so long is slow
   * @param length so many requests are kept, at least 1
   */
  SlowLog(long thresholdMicros, int length) {
    this.thresholdNanos = TimeUnit.MICROSECONDS.toNanos(thresholdMicros);
    this.ring = new AtomicReferenceArray<>(length);
  }

  /** A request and its number, which rises and is never given twice. */
  record Entry(long id, SlowRequest request) {}

  boolean isSlow(long nanos) {
    return nanos >= thresholdNanos;
  }

  /** Keeps it if it was slow, in place of the oldest one. */
  void add(SlowRequest request) {
    if (isSlow(request.totalNanos())) {
      long id = nextId.getAndIncrement();
      ring.set((int) (id % ring.length()), new Entry(id, request));
    }
  }

  /** The latest ones, the latest first. */
  List<Entry> latest(int most) {
    return entries().stream()
        .sorted(Comparator.comparingLong(Entry::id).reversed())
        .limit(most)
        .toList();
  }

  int size() {
    return entries().size();
  }

  private List<Entry> entries() {
    return IntStream.range(0, ring.length())
        .mapToObj(ring::get)
        .filter(entry -> entry != null)
        .toList();
  }

  /** Forgets them. */
  void reset() {
    IntStream.range(0, ring.length()).forEach(i -> ring.set(i, null));
  }
}
