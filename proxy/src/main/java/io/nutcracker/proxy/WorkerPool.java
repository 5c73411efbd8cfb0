// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.server.FailureLog;
import io.nutcracker.server.ServerConnections;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.PoolCounters;

/**
 * A server pool as one worker uses it: what all share, its own connections, its own counters.
 *
 * @param clients of this pool at all workers
 * @param subscriptions what its clients listen to
 * @param users whom its clients may be
 * @param badRequests where clients are told of whose request cannot be read
 */
record WorkerPool(
    ServerPool pool,
    Clients clients,
    ServerConnections connections,
    PoolCounters counters,
    Subscriptions subscriptions,
    Users users,
    FailureLog badRequests) {}
