// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.PoolConfig;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may see what the admin port tells. */
final class AdminPort {
  /** What the log says of a port that is open to all. */
  static final String WARNING =
      "whoever reaches the stats port may see clients and servers; --admin-token-file or"
          + " --stats-addr 127.0.0.1 prevents that";

  /** Somebody who looks at a page has six; and monitoring one each. */
  private static final int MOST_HTTP_CONNECTIONS = 32;

  /** Where people's programs come, too. */
  private static final int MOST_WITH_COMMANDS = 1024;

  private AdminPort() {}

  /** How many connections that speak HTTP may be open. */
  static int mostHttpConnections(List<PoolConfig> pools) {
    return pools.stream().anyMatch(PoolConfig::http) ? MOST_WITH_COMMANDS : MOST_HTTP_CONNECTIONS;
  }

  /** Whether others than the users of this machine may see all of it. */
  static boolean isOpenToAll(InetSocketAddress listens, @Nullable String token) {
    return token == null && !listens.getAddress().isLoopbackAddress();
  }
}
