// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.ServerStat;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A server as it is now.
 *
 * @param name its identity in the stats
 * @param address {@code host:port:weight} or {@code /path:weight}, as the configuration writes it
 * @param ejected whether it takes no requests
 * @param returnsInMs when it may come back, if it is ejected; with {@code server_probe} that is
 *     when it has answered, and unknown
 * @param share of all hashes, 0 to 1, if the distribution places keys
 */
public record ServerStatus(
    String name,
    String address,
    int weight,
    boolean ejected,
    OptionalLong returnsInMs,
    OptionalDouble share,
    Map<ServerStat, Long> figures) {}
