// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who may see what the admin port tells. */
final class AdminPort {
  /** What the log says of a port that is open to all. */
  static final String WARNING =
      "whoever reaches the stats port may see clients and servers; --admin-token-file or"
          + " --stats-addr 127.0.0.1 prevents that";

  private AdminPort() {}

  /** Whether others than the users of this machine may see all of it. */
  static boolean isOpenToAll(InetSocketAddress listens, @Nullable String token) {
    return token == null && !listens.getAddress().isLoopbackAddress();
  }
}
