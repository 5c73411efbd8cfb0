// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.PoolStat;
import java.util.List;
import java.util.Map;

/**
 * A pool as it is now.
 *
 * @param listen where, as the configuration writes it
 * @param protocol {@code redis} or {@code memcached}
 * @param clientConnections how many clients it may have, 0 for no limit
 * @param latencyTracking whether its latencies, keys and slow requests are recorded
 * @param figures its own
 */
public record PoolStatus(
    String name,
    String listen,
    String protocol,
    String distribution,
    String hash,
    int clientConnections,
    boolean latencyTracking,
    Map<PoolStat, Long> figures,
    List<ServerStatus> servers) {}
