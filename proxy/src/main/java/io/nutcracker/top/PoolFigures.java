// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a pool.
 *
 * @param protocol empty if it is not known
 * @param servers how many it has
 * @param ejected the names of those that take no requests; empty if that is not known
 * @param isTracked whether its latencies, keys and slow requests are recorded
 * @param stats by name; those of servers are sums
 */
record PoolFigures(
    String name,
    String protocol,
    String listen,
    int servers,
    Optional<List<String>> ejected,
    boolean isTracked,
    Map<String, Long> stats) {}
