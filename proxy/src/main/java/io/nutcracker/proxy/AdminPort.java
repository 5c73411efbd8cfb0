// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.PoolConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may see what the admin port tells. */
final class AdminPort {
  private static final String PREVENTION =
      "; --admin-token-file or --stats-addr 127.0.0.1 prevents that";

  /** Somebody who looks at a page has six; and monitoring one each. */
  private static final int MOST_HTTP_CONNECTIONS = 32;

  /** Where people's programs come, too. */
  private static final int MOST_WITH_COMMANDS = 1024;

  private AdminPort() {}

  /** How many connections that speak HTTP may be open. */
  static int mostHttpConnections(List<PoolConfig> pools) {
    return pools.stream().anyMatch(PoolConfig::http) ? MOST_WITH_COMMANDS : MOST_HTTP_CONNECTIONS;
  }

  /** What the log should say to whom the port is open; empty if that is nobody else. */
  static List<String> warnings(
      InetSocketAddress listens, @Nullable String token, List<PoolConfig> pools) {
    if (token != null || listens.getAddress().isLoopbackAddress()) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    warnings.add("whoever reaches the stats port may see clients and servers" + PREVENTION);
    pools.stream()
        .filter(pool -> pool.http() && !pool.asksWho())
        .map(pool ->
            "and may run every command in pool '%s', which has http and no users"
                .formatted(pool.name()))
        .forEach(warnings::add);
    return List.copyOf(warnings);
  }
}
