// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.CacheServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Two hundred clients send random pipelines while their three servers are killed, restarted or
 * stopped for a while. Every value names its key, so that a response can be told from another's:
 * each one must be right for the very request in its place, or one of the errors for a lost server.
 *
 * @param newPool makes a pool of a name and server items
 * @param newClient makes a client of the proxy's address and a seed
 */
record Chaos(
    SubjectProxy.Starter kind,
    Supplier<CacheServer> newServer,
    BiFunction<String, List<String>, TestPool> newPool,
    BiFunction<SocketAddress, Long, ChaoticClient> newClient) {
  private static final int CLIENTS = 200;
  private static final int ROUNDS = 5;
  private static final long CALM_NANOS = 200_000_000;

  void whileServersDie() throws Exception {
    runWith(
        "0",
        server -> {
          server.kill();
          calm();
          server.restart();
        });
  }

  void whileServersStandStill() throws Exception {
    runWith(
        "150",
        server -> {
          server.pause();
          calm();
          server.resume();
        });
  }

  private void runWith(String timeout, Consumer<CacheServer> mishap) throws Exception {
    var seed = new Random().nextLong();
    System.err.println(kind + " chaos with seed " + seed);
    var random = new Random(seed);
    try (var s1 = newServer.get();
        var s2 = newServer.get();
        var s3 = newServer.get();
        var proxy = proxyFor(timeout, s1, s2, s3);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var over = new AtomicBoolean();
      var clients = new ArrayList<Future<Long>>();
      for (int i = 0; i < CLIENTS; i++) {
        var client = newClient.apply(proxy.address("alpha"), random.nextLong());
        clients.add(threads.submit(() -> client.run(over)));
      }
      for (int i = 0; i < ROUNDS; i++) {
        calm();
        mishap.accept(List.of(s1, s2, s3).get(random.nextInt(3)));
      }
      calm();
      over.set(true);
      assertThat(rightValues(clients)).as("values read, seed %d", seed).isGreaterThan(1000);
      ProxyStats.awaitQuiet(proxy, "alpha");
    }
  }

  private SubjectProxy proxyFor(String timeout, CacheServer... servers) {
    var entries = new ArrayList<String>();
    for (var server : servers) {
      entries.add(server.poolEntry("s" + entries.size()));
    }
    var pool = newPool.apply("alpha", entries).with("timeout", timeout);
    return kind.start(List.of(pool), 16384);
  }

  private static long rightValues(List<Future<Long>> clients)
      throws ExecutionException, InterruptedException {
    long sum = 0;
    for (var client : clients) {
      sum += client.get();
    }
    return sum;
  }

  private static void calm() {
    var until = System.nanoTime() + CALM_NANOS;
    for (var now = System.nanoTime(); now < until; now = System.nanoTime()) {
      LockSupport.parkNanos(until - now);
    }
  }
}
