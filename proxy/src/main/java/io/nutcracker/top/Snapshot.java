// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a proxy said at one moment.
 *
 * @param nanos by {@link System#nanoTime}
 * @param millis since the epoch
 * @param isPlain whether it only knows twemproxy's line of stats
 * @param details what was asked for besides
 */
record Snapshot(
    long nanos,
    long millis,
    boolean isPlain,
    ProcessFigures process,
    List<PoolFigures> pools,
    Latencies latencies,
    Details details) {
  Snapshot with(Latencies other) {
    return new Snapshot(nanos, millis, isPlain, process, pools, other, details);
  }

  Snapshot with(Details other) {
    return new Snapshot(nanos, millis, isPlain, process, pools, latencies, other);
  }

  /** The name if there is such a pool, else that of the first pool; empty if there is none. */
  String nameOrFirst(String pool) {
    return pool(pool).or(() -> pools.stream().findFirst()).map(PoolFigures::name).orElse("");
  }

  Optional<PoolFigures> pool(String name) {
    return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
  }

  /** The figures of a server, if they were asked for. */
  Map<String, Long> server(String pool, String name) {
    return details.pool().equals(pool)
        ? details.servers().stream()
            .filter(server -> server.name().equals(name))
            .findFirst()
            .map(ServerFigures::stats)
            .orElse(Map.of())
        : Map.of();
  }

  /** The sum of a figure over all pools. */
  long sum(String stat) {
    return pools.stream().mapToLong(pool -> pool.stats().getOrDefault(stat, 0L)).sum();
  }
}
