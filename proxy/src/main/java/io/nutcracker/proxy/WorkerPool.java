// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.server.FailureLog;
import io.nutcracker.server.ServerConnections;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.PoolCounters;
import org.jspecify.annotations.Nullable;

/**
 * A server pool as one worker uses it: what all share, its own connections, its own counters.
 *
 * @param subscriptions what its clients listen to
 * @param users whom its clients may be
 * @param keys what is known of keys; null if nobody wants to know
 * @param badRequests where clients are told of whose request cannot be read
 */
record WorkerPool(
    SharedPool shared,
    ServerConnections connections,
    PoolCounters counters,
    Subscriptions subscriptions,
    Users users,
    @Nullable KeySampler keys,
    FailureLog badRequests) {
  ServerPool pool() {
    return shared.servers();
  }

  Clients clients() {
    return shared.clients();
  }

  /** Null if there is none. */
  @Nullable SlowLog slowLog() {
    return shared.slowLog();
  }
}
