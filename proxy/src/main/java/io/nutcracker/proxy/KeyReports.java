// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.channel.EventLoop;
import io.nutcracker.stats.BigKeys;
import io.nutcracker.stats.BigKeys.BigKey;
import io.nutcracker.stats.HotKeys;
import io.nutcracker.stats.KeySamples;
import java.util.List;
import java.util.Queue;
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
  private final List<OfPool> pools;

  private static final class OfPool {
    final HotKeys hot = new HotKeys();

    /** By worker. */
    final List<BigKey>[] big;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    OfPool(int workers) {
      big = Stream.generate(List::of).limit(workers).toArray(List[]::new);
    }
  }

  /**
   * @param loop the admin port's
   */
  KeyReports(EventLoop loop, List<Worker> workers, List<SharedPool> sharedPools) {
    this.loop = loop;
    this.workers = workers;
    this.sharedPools = sharedPools;
    this.pools = sharedPools.stream().map(_ -> new OfPool(workers.size())).toList();
  }

  void start() {
    loop.scheduleAtFixedRate(
        this::ask, HotKeys.TICK_SECONDS, HotKeys.TICK_SECONDS, TimeUnit.SECONDS);
  }

  private void ask() {
    for (int i = 0; i < pools.size(); i++) {
      OfPool pool = pools.get(i);
      pool.hot.tick();
      Queue<KeySamples> full = sharedPools.get(i).fullSamples();
      for (KeySamples samples = full.poll(); samples != null; samples = full.poll()) {
        pool.hot.add(samples);
      }
    }
    for (int i = 0; i < workers.size(); i++) {
      int worker = i;
      workers.get(worker).loop().execute(() -> collect(worker));
    }
  }

  /** On the worker's thread. */
  private void collect(int worker) {
    List<WorkerPool> parts = workers.get(worker).pools();
    for (int i = 0; i < parts.size(); i++) {
      OfPool pool = pools.get(i);
      KeySampler keys = parts.get(i).keys();
      if (keys != null) {
        KeySamples hot = keys.takeHot();
        List<BigKey> big = keys.big();
        loop.execute(() -> {
          pool.hot.add(hot);
          pool.big[worker] = big;
        });
      }
    }
  }

  HotKeys hot(int pool) {
    return pools.get(pool).hot;
  }

  List<BigKey> big(int pool) {
    var all = new BigKeys();
    IntStream.range(0, workers.size())
        .forEach(worker -> pools.get(pool).big[worker].forEach(all::add));
    return all.all();
  }
}
