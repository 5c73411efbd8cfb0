// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.Map;
import java.util.Optional;

/**
 * What {@code /latency} tells.
 *
 * @param pools of all their requests but those that wait on purpose
 * @param servers by pool and name
 */
record Latencies(Map<String, Latency> pools, Map<String, Map<String, Latency>> servers) {
  static final Latencies NONE = new Latencies(Map.of(), Map.of());

  Optional<Latency> of(String pool) {
    return Optional.ofNullable(pools.get(pool));
  }

  Optional<Latency> of(String pool, String server) {
    return Optional.ofNullable(servers.getOrDefault(pool, Map.of()).get(server));
  }
}
