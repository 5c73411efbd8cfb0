// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

/** How a figure behaves over time. */
public enum StatType {
  /** Only rises. The workers' parts are added. */
  COUNTER,
  /** Rises and falls. The workers' parts are added. */
  GAUGE,
  /** A point in time in microseconds since the epoch, 0 for never. The latest one counts. */
  TIMESTAMP;

  /** Puts the parts of two workers together. */
  long combine(long a, long b) {
    return this == TIMESTAMP ? Math.max(a, b) : a + b;
  }
}
