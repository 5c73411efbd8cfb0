// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.FrequentItemsSketch;

/**
 * The keys of a pool that are asked for most, over the last minute: the workers' samples, counted
 * by the one thread that uses this.
 */
public final class HotKeys {
  /** How often {@link #tick} is to be called. */
  public static final int TICK_SECONDS = 5;

  private static final int WINDOW_TICKS = 60 / TICK_SECONDS;

  /** Exact to 0.35 % of the samples, in some 100 KB at most, however many keys there are. */
  private static final int MAP_SIZE = 1024;

  /** The oldest first. */
  private final ArrayDeque<FrequentItemsSketch<String>> window = new ArrayDeque<>();

  /** A key and about how many of the samples were for it. */
  public record HotKey(String key, long samples) {}

  public HotKeys() {
    window.addLast(sketch());
  }

  private static FrequentItemsSketch<String> sketch() {
    return new FrequentItemsSketch<>(MAP_SIZE);
  }

  /** What a worker has seen. */
  public void add(KeySamples samples) {
    samples.forEach(window.getLast()::update);
  }

  /** Some seconds have passed. */
  public void tick() {
    window.addLast(sketch());
    if (window.size() > WINDOW_TICKS) {
      window.removeFirst();
    }
  }

  /** The hottest keys, the hottest first. */
  public List<HotKey> top(int most) {
    return Stream.of(sum().getFrequentItems(ErrorType.NO_FALSE_NEGATIVES))
        .limit(most)
        .map(row -> new HotKey(row.getItem(), row.getEstimate()))
        .toList();
  }

  /** How many samples there were. */
  public long samples() {
    return sum().getStreamLength();
  }

  private FrequentItemsSketch<String> sum() {
    FrequentItemsSketch<String> sum = sketch();
    window.forEach(sum::merge);
    return sum;
  }
}
