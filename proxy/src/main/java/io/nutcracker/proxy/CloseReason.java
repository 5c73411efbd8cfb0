// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.stats.PoolStat;
import org.jspecify.annotations.Nullable;

/** Why a client connection ended. */
enum CloseReason {
  EOF("client closed", PoolStat.CLIENT_EOF),
  QUIT("client quit", PoolStat.CLIENT_EOF),
  RESET("connection broken", PoolStat.CLIENT_ERR),
  PROTOCOL_ERROR("protocol error", PoolStat.CLIENT_ERR),
  /** Servers answered too much of what stands behind a request that is not answered. */
  RESPONSES_HELD("responses wait for an earlier one", PoolStat.CLIENT_ERR),
  RESPONSES_NOT_READ("client does not read its responses", PoolStat.CLIENT_ERR),
  /** As many bytes of messages wait for it as Redis keeps of them. */
  MESSAGES_NOT_READ("client does not read its messages", PoolStat.CLIENT_ERR),
  /** A server that it listens to has gone. As from Redis: so it can subscribe again. */
  SUBSCRIPTION_LOST("its subscription is lost", PoolStat.CLIENT_ERR),
  KILLED("killed by CLIENT KILL", null),
  MEMORY_SCARCE("memory is scarce, and it holds most", PoolStat.CLIENT_ERR),
  PROXY_STOPS("proxy stops", null);

  private final String phrase;
  private final @Nullable PoolStat stat;

  CloseReason(String phrase, @Nullable PoolStat stat) {
    this.phrase = phrase;
    this.stat = stat;
  }

  /** What the log says. */
  String phrase() {
    return phrase;
  }

  /** The figure in which it counts, if any. */
  @Nullable PoolStat stat() {
    return stat;
  }
}
