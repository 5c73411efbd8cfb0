// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.util.internal.PlatformDependent;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.KeySamples;
import io.nutcracker.stats.PoolLatencies;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A server pool as all workers share it.
 *
 * @param slowLog null if there is none
 * @param latencies what the workers have recorded, one for each that has started
 * @param fullSamples of keys, by all workers, until somebody looks at them
 */
record SharedPool(
    ServerPool servers,
    Clients clients,
    @Nullable SlowLog slowLog,
    List<PoolLatencies> latencies,
    Queue<KeySamples> fullSamples) {
  /** More than that between two looks, which are some fifty thousand keys, are dropped. */
  private static final int MOST_FULL_SAMPLES = 256;

  static SharedPool of(ServerPool servers) {
    PoolConfig config = servers.config();
    boolean hasSlowLog = config.latencyTracking() && config.slowlogMaxLen() > 0;
    return new SharedPool(
        servers,
        new Clients(),
        hasSlowLog ? new SlowLog(config.slowlogLogSlowerThan(), config.slowlogMaxLen()) : null,
        new CopyOnWriteArrayList<>(),
        PlatformDependent.newFixedMpscQueue(MOST_FULL_SAMPLES));
  }
}
