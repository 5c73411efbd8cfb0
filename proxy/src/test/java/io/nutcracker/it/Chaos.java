// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.CacheServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A hundred clients send random pipelines while their three servers are killed, restarted or
 * stopped for a while. Each reply must be right for the very request in its place, or one of the
 * errors for a lost server.
 *
 * @param newPool makes a pool of a name and server items
 */
record Chaos(
    SubjectProxy.Starter kind,
    Supplier<CacheServer> newServer,
    BiFunction<String, List<String>, TestPool> newPool,
    Function<Errand, ChaoticClient> newClient) {
  private static final int CLIENTS = 100;
  private static final int LONGEST_PIPELINE = 40;
  private static final int LONGEST_VALUE = 20_000;
  private static final int ROUNDS = 5;
  private static final Duration CALM = Duration.ofMillis(200);

  void whileServersDie() throws Exception {
    runWith("0", CacheServer::kill, CacheServer::restart);
  }

  void whileServersStandStill() throws Exception {
    runWith("150", CacheServer::pause, CacheServer::resume);
  }

  private void runWith(String timeout, Consumer<CacheServer> begin, Consumer<CacheServer> end)
      throws Exception {
    var seed = new Random().nextLong();
    System.err.println(kind + " chaos with seed " + seed);
    var random = new Random(seed);
    try (var s1 = newServer.get();
        var s2 = newServer.get();
        var s3 = newServer.get();
        var proxy = proxyFor(timeout, s1, s2, s3)) {
      try (var load = loadOn(proxy, random)) {
        for (int i = 0; i < ROUNDS; i++) {
          load.goOn(CALM);
          var server = List.of(s1, s2, s3).get(random.nextInt(3));
          begin.accept(server);
          load.goOn(CALM);
          end.accept(server);
        }
        load.goOn(CALM);
        assertThat(load.end().values()).as("values read, seed %d", seed).isGreaterThan(1000);
      }
      ProxyStats.awaitQuiet(proxy, "alpha");
      List.of(s1, s2, s3).forEach(CacheServer::kill);
      ProxyStats.awaitNothingOpen(proxy, "alpha");
    }
  }

  private Load loadOn(SubjectProxy proxy, Random random) {
    var load = new Load();
    for (int i = 0; i < CLIENTS; i++) {
      load.add(
          newClient.apply(
              new Errand(
                  proxy.address("alpha"),
                  i,
                  random.nextLong(),
                  LONGEST_PIPELINE,
                  true,
                  LONGEST_VALUE,
                  0,
                  Excuses.always())));
    }
    return load;
  }

  private SubjectProxy proxyFor(String timeout, CacheServer... servers) {
    var entries = new ArrayList<String>();
    for (var server : servers) {
      entries.add(server.poolEntry("s" + entries.size()));
    }
    var pool = newPool.apply("alpha", entries).with("timeout", timeout);
    return kind.start(List.of(pool), 16384);
  }
}
