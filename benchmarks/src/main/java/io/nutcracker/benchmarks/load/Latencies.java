// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import java.util.Arrays;

/** How long replies took, in steps of 10 microseconds up to 5 seconds. */
final class Latencies {
  private static final int STEP_NANOS = 10_000;

  private final int[] replies = new int[500_000];
  private long count;

  void clear() {
    Arrays.fill(replies, 0);
    count = 0;
  }

  void add(long nanos, int howMany) {
    replies[(int) Math.min(nanos / STEP_NANOS, replies.length - 1)] += howMany;
    count += howMany;
  }

  long count() {
    return count;
  }

  /** The time in which this many of a thousand replies had come. */
  double perMilleMs(int perMille) {
    long wanted = (count * perMille + 999) / 1000;
    int step = 0;
    for (long seen = replies[0]; seen < wanted; seen += replies[step]) {
      step++;
    }
    return (step + 1) * (STEP_NANOS / 1e6);
  }
}
