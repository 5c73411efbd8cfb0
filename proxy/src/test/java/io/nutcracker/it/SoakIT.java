// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.CacheServer;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.ProxyProcess;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything at once for a while: both protocols, small and large values, pipelines and split
 * requests, clients that come and go in the middle of a request, servers that are killed and
 * restarted. Through two proxies: one in a process of its own, whose memory is looked at, and one
 * in the test's, where buffers that are left behind are noticed.
 */
@ExtendWith(SampledLeaks.class)
@Tag("alone")
final class SoakIT {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("soak.seconds", 60));
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final Duration CALM = Duration.ofMillis(500);

  /** Of each protocol at each proxy. */
  private static final int CLIENTS = 25;

  private static final int LONGEST_PIPELINE = 40;
  private static final int LONGEST_PAUSE_MS = 20;
  private static final int LARGE = 20_000;
  private static final int VERY_LARGE = 900_000; // memcached takes no more than 1 MB.

  private final Random random;
  private int clients;

  SoakIT() {
    var seed = new Random().nextLong();
    System.err.println("soak with seed " + seed);
    random = new Random(seed);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void afterASoakNothingIsLeft() throws Exception {
    try (var r1 = RedisServer.start();
        var r2 = RedisServer.start();
        var m1 = MemcachedServer.start("-m", "1024");
        var m2 = MemcachedServer.start("-m", "1024")) {
      var pools =
          List.of(
              TestPool.redis("alpha", List.of(r1.poolEntry("r1"), r2.poolEntry("r2")))
                  .with("timeout", "400"),
              TestPool.memcached("beta", List.of(m1.poolEntry("m1"), m2.poolEntry("m2")))
                  .with("timeout", "400"));
      try (var process = ProxyProcess.start(pools);
          var inside = SubjectProxy.with(2, TransportChoice.AUTO).start(pools, 16384)) {
        soak(List.of(r1, r2, m1, m2), process, inside);
      }
    }
  }

  private void soak(List<CacheServer> servers, ProxyProcess process, SubjectProxy inside)
      throws Exception {
    var residentKb = new ArrayList<Long>();
    residentKb.add(process.residentBytes() >> 10);
    try (var load = loadOn(process, inside)) {
      load.goOn(WARM_UP);
      load.end();
    }
    awaitNothingLeft(process);
    var warm = process.residentBytes();
    residentKb.add(warm >> 10);
    try (var load = loadOn(process, inside)) {
      var end = Load.now() + LENGTH.toNanos();
      while (Load.now() < end) {
        restartSome(servers, load);
        residentKb.add(process.residentBytes() >> 10);
      }
      System.err.printf("  %s%n", load.end());
    }
    awaitNothingLeft(process);
    awaitNothingLeft(inside);
    residentKb.add(process.residentBytes() >> 10);
    System.err.printf("  resident KB at start, warm, under load, and at the end: %s%n", residentKb);
    Awaitility.await("memory as it was")
        .untilAsserted(() -> assertThat(process.residentBytes()).isLessThan(warm * 6 / 5));
  }

  private Load loadOn(RunningProxy... proxies) {
    var load = new Load();
    for (var proxy : proxies) {
      addClients(load, proxy, "alpha", ChaoticRedisClient::new);
      addClients(load, proxy, "beta", ChaoticMemcachedClient::new);
    }
    return load;
  }

  private void addClients(
      Load load, RunningProxy proxy, String pool, Function<Errand, ChaoticClient> newClient) {
    for (int i = 0; i < CLIENTS; i++) {
      load.add(
          newClient.apply(
              new Errand(
                  proxy.address(pool),
                  clients++,
                  random.nextLong(),
                  LONGEST_PIPELINE,
                  true,
                  i % 5 == 0 ? VERY_LARGE : LARGE,
                  LONGEST_PAUSE_MS,
                  Excuses.always())));
    }
  }

  /** Seconds of calm, and a short time without one of the servers. */
  private void restartSome(List<CacheServer> servers, Load load) throws Exception {
    load.goOn(CALM.multipliedBy(random.nextInt(2, 10)));
    var server = servers.get(random.nextInt(servers.size()));
    server.kill();
    load.goOn(CALM);
    server.restart();
  }

  private static void awaitNothingLeft(RunningProxy proxy) {
    ProxyStats.awaitQuiet(proxy, "alpha");
    ProxyStats.awaitQuiet(proxy, "beta");
    var stats = ProxyStats.of(proxy);
    var toServers = stats.serverConnections("alpha") + stats.serverConnections("beta");
    assertThat(stats.proxy("curr_connections"))
        .as("two listeners and the connections to servers")
        .isEqualTo(2 + toServers);
  }
}
