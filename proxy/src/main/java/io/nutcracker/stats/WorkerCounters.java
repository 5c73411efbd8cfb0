// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.util.List;

/**
 * All figures of one worker.
 *
 * @param pools one per pool, in the configuration's order
 */
public record WorkerCounters(Counters<ProxyStat> proxy, List<PoolCounters> pools) {
  /** All zero. */
  public static WorkerCounters of(List<PoolCounters> pools) {
    return new WorkerCounters(new Counters<>(ProxyStat.class), List.copyOf(pools));
  }
}
