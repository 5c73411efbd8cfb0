// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.util.List;
import java.util.function.ToLongFunction;

/** The figures of all workers together, at the moment they are asked for. */
public final class Totals {
  private final List<WorkerCounters> workers;

  public Totals(List<WorkerCounters> workers) {
    this.workers = List.copyOf(workers);
  }

  /** Of the whole proxy. */
  public long of(ProxyStat stat) {
    return sum(stat, worker -> worker.proxy().get(stat));
  }

  /** Of a pool, by its position in the configuration. */
  public long of(PoolStat stat, int pool) {
    return sum(stat, worker -> worker.pools().get(pool).pool().get(stat));
  }

  /** Of a server, by its pool's position in the configuration and its own in the pool. */
  public long of(ServerStat stat, int pool, int server) {
    return sum(stat, worker -> worker.pools().get(pool).servers().get(server).get(stat));
  }

  private long sum(Stat stat, ToLongFunction<WorkerCounters> part) {
    long value = 0;
    for (WorkerCounters worker : workers) {
      value = stat.type().combine(value, part.applyAsLong(worker));
    }
    return value;
  }
}
