// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import io.nutcracker.stats.ServerStat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Understands twemproxy's line of stats. What is an object in it is a pool, and what is an object
 * in a pool is a server.
 */
final class PlainLine {
  private PlainLine() {}

  static ProcessFigures process(JsonTree line) {
    return new ProcessFigures(
        line.at("version").text(),
        OptionalLong.empty(),
        line.at("uptime").fraction(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        "");
  }

  static List<PoolFigures> pools(JsonTree line) {
    var pools = new ArrayList<PoolFigures>();
    line.members()
        .forEach((name, pool) -> {
          if (pool.isObject()) {
            pools.add(pool(name, pool));
          }
        });
    return pools;
  }

  private static PoolFigures pool(String name, JsonTree pool) {
    List<ServerFigures> servers = servers(pool);
    Map<String, Long> stats = new HashMap<>(AdminAnswers.stats(pool));
    servers.forEach(
        server -> server.stats().forEach((stat, value) -> stats.merge(stat, value, Long::sum)));
    // The sum of times tells nothing.
    stats.remove(ServerStat.SERVER_EJECTED_AT.statName());
    return new PoolFigures(name, "", "", servers.size(), Optional.empty(), false, stats);
  }

  /** The servers of one pool. */
  static List<ServerFigures> servers(JsonTree pool) {
    var servers = new ArrayList<ServerFigures>();
    pool.members()
        .forEach((name, server) -> {
          if (server.isObject()) {
            servers.add(
                new ServerFigures(
                    name,
                    "",
                    "",
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    AdminAnswers.stats(server)));
          }
        });
    return servers;
  }
}
