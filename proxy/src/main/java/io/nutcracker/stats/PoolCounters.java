// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.util.List;
import java.util.stream.Stream;

/**
 * One worker's figures for one pool and its servers.
 *
 * @param servers one per server, in the pool's order
 */
public record PoolCounters(
    Counters<PoolStat> pool, List<Counters<ServerStat>> servers, PoolLatencies latencies) {
  /** All zero, for a pool with this many servers. */
  public static PoolCounters forServers(int count) {
    return new PoolCounters(
        new Counters<>(PoolStat.class),
        Stream.generate(() -> new Counters<>(ServerStat.class)).limit(count).toList(),
        new PoolLatencies(count));
  }
}
