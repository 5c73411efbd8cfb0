// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * One kind of latency of all workers over time: what the last minute was like, and how the
 * percentiles went over the last 15 minutes. Used by one thread.
 */
public final class LatencyHistory {
  /** How often {@link #tick} is to be called. */
  public static final int TICK_SECONDS = 10;

  private static final int WINDOW_TICKS = 60 / TICK_SECONDS;
  private static final int POINTS = 15 * 60 / TICK_SECONDS;

  private final Consumer<Histogram> recorded;
  private final Supplier<Histogram> empty;

  /** What had been recorded at the last tick. */
  private Histogram base;

  /** What was recorded between ticks, the oldest first; packed, because most counts are 0. */
  private final ArrayDeque<AbstractHistogram> window = new ArrayDeque<>(0);

  private final ArrayDeque<LatencyPoint> points = new ArrayDeque<>(0);

  /**
   * @param recorded adds what all workers have recorded since the start
   * @param empty makes a histogram for it
   */
  public LatencyHistory(Consumer<Histogram> recorded, Supplier<Histogram> empty) {
    this.recorded = recorded;
    this.empty = empty;
    this.base = empty.get();
  }

  /** Since the start. */
  public Histogram total() {
    Histogram total = empty.get();
    recorded.accept(total);
    return total;
  }

  /** Of the last minute, and up to ten seconds more. */
  public Histogram lastMinute() {
    Histogram sum = sinceTick(total());
    window.forEach(sum::add);
    return sum;
  }

  private Histogram sinceTick(Histogram total) {
    total.subtract(base);
    return total;
  }

  /** A point for every ten seconds in which there was anything, the oldest first. */
  public List<LatencyPoint> points() {
    return new ArrayList<>(points);
  }

  /** Ten seconds have passed. */
  public void tick(Instant now) {
    Histogram total = total();
    Histogram delta = sinceTick(total.copy());
    base = total;
    window.addLast(packed(delta));
    if (window.size() > WINDOW_TICKS) {
      window.removeFirst();
    }
    while (!points.isEmpty() && isOld(points.getFirst(), now)) {
      points.removeFirst();
    }
    if (delta.getTotalCount() > 0) {
      points.addLast(LatencyPoint.of(now, delta));
    }
  }

  private static boolean isOld(LatencyPoint point, Instant now) {
    return point.at().plusSeconds((long) POINTS * TICK_SECONDS).isBefore(now);
  }

  private static AbstractHistogram packed(Histogram histogram) {
    var packed =
        new PackedHistogram(
            histogram.getLowestDiscernibleValue(),
            histogram.getHighestTrackableValue(),
            histogram.getNumberOfSignificantValueDigits());
    packed.add(histogram);
    return packed;
  }
}
