// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.PoolConfig;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.PoolLatencies;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A server pool as all workers share it.
 *
 * @param slowLog null if there is none
 * @param latencies what the workers have recorded, one for each that has started
 * @param hotKeyCount what all workers' clients ask for
 */
record SharedPool(
    ServerPool servers,
    Clients clients,
    @Nullable SlowLog slowLog,
    List<PoolLatencies> latencies,
    HotKeyCount hotKeyCount) {
  /**
   * @param admin the admin port's thread
   */
  static SharedPool of(ServerPool servers, Executor admin) {
    PoolConfig config = servers.config();
    boolean hasSlowLog = config.latencyTracking() && config.slowlogMaxLen() > 0;
    return new SharedPool(
        servers,
        new Clients(),
        hasSlowLog ? new SlowLog(config.slowlogLogSlowerThan(), config.slowlogMaxLen()) : null,
        new CopyOnWriteArrayList<>(),
        new HotKeyCount(admin));
  }
}
