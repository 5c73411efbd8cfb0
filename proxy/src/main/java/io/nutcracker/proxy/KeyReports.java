// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.channel.EventLoop;
import io.nutcracker.stats.BigKeys;
import io.nutcracker.stats.BigKeys.BigKey;
import io.nutcracker.stats.HotKeys;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The hot and big keys of all pools, as the admin port's thread knows them: every few seconds the
 * workers are asked for what they have, and nobody waits for them.
 */
final class KeyReports {
  private final EventLoop loop;
  private final List<Worker> workers;
  private final List<SharedPool> sharedPools;

  /** The big keys by pool and worker. */
  private final List<List<BigKey>[]> big;

  /**
   * @param loop the admin port's
   */
  KeyReports(EventLoop loop, List<Worker> workers, List<SharedPool> sharedPools) {
    this.loop = loop;
    this.workers = workers;
    this.sharedPools = sharedPools;
    this.big = sharedPools.stream().map(_ -> none(workers.size())).toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static List<BigKey>[] none(int workers) {
    return Stream.generate(List::of).limit(workers).toArray(List[]::new);
  }

  void start() {
    loop.scheduleAtFixedRate(
        this::ask, HotKeys.TICK_SECONDS, HotKeys.TICK_SECONDS, TimeUnit.SECONDS);
  }

  private void ask() {
    sharedPools.forEach(pool -> pool.hotKeys().hotKeys().tick());
    for (int i = 0; i < workers.size(); i++) {
      int worker = i;
      workers.get(worker).loop().execute(() -> collect(worker));
    }
  }

  /** On the worker's thread. */
  private void collect(int worker) {
    List<WorkerPool> parts = workers.get(worker).pools();
    for (int i = 0; i < parts.size(); i++) {
      int pool = i;
      KeySampler keys = parts.get(pool).keys();
      if (keys != null) {
        keys.passOnHot();
        List<BigKey> known = keys.big();
        loop.execute(() -> big.get(pool)[worker] = known);
      }
    }
  }

  HotKeys hot(int pool) {
    return sharedPools.get(pool).hotKeys().hotKeys();
  }

  List<BigKey> big(int pool) {
    var all = new BigKeys();
    IntStream.range(0, workers.size()).forEach(worker -> big.get(pool)[worker].forEach(all::add));
    return all.all();
  }
}
