// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * What ten seconds were like.
 *
 * @param at their end
 * @param count how many requests there were
 * @param p50 nanoseconds that half of them took at most; the others likewise
 */
public record LatencyPoint(
    Instant at, long count, long p50, long p90, long p99, long p999, long p9999, long max) {
  static LatencyPoint of(Instant at, Histogram histogram) {
    return new LatencyPoint(
        at,
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getValueAtPercentile(99.99),
        histogram.getMaxValue());
  }
}
