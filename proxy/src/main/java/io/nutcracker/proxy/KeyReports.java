// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.channel.EventLoop;
import io.nutcracker.stats.BigKeys;
import io.nutcracker.stats.BigKeys.BigKey;
import io.nutcracker.stats.HotKeys;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The hot and big keys of all pools, as the admin port's thread knows them: every few seconds the
 * workers are asked for the samples they have, and nobody waits for them.
 */
final class KeyReports {
  private final EventLoop loop;
  private final List<Worker> workers;
  private final List<SharedPool> sharedPools;

  /**
   * @param loop the admin port's
   */
  KeyReports(EventLoop loop, List<Worker> workers, List<SharedPool> sharedPools) {
    this.loop = loop;
    this.workers = workers;
    this.sharedPools = sharedPools;
  }

  void start() {
    loop.scheduleAtFixedRate(
        this::ask, HotKeys.TICK_SECONDS, HotKeys.TICK_SECONDS, TimeUnit.SECONDS);
  }

  private void ask() {
    sharedPools.forEach(pool -> pool.hotKeyCount().hotKeys().tick());
    workers.forEach(worker -> worker.loop().execute(() -> passOn(worker)));
  }

  /** On the worker's thread. */
  private static void passOn(Worker worker) {
    List<WorkerPool> pools = worker.pools();
    for (int i = 0; i < pools.size(); i++) {
      KeySampler keys = pools.get(i).keys();
      if (keys != null) {
        keys.passOnHot();
      }
    }
  }

  HotKeys hot(int pool) {
    return sharedPools.get(pool).hotKeyCount().hotKeys();
  }

  List<BigKey> big(int pool) {
    var all = new BigKeys();
    for (Worker worker : workers) {
      KeySampler keys = worker.pools().get(pool).keys();
      if (keys != null) {
        keys.big().forEach(all::add);
      }
    }
    return all.longestFirst();
  }
}
