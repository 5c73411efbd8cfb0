// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.it.Fault.Site;
import io.nutcracker.it.Fault.Strikes;
import io.nutcracker.testing.CacheServer;
import io.nutcracker.testing.Relay;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A pool of three servers under the load of a hundred clients suffers a {@link Fault} and recovers
 * from it. No response is wrong, no request waits for longer than the pool's timeout, no write that
 * was acknowledged is lost but where a server was killed, only requests for stricken servers fail,
 * and none soon after. Ejection only lets keys move meanwhile.
 *
 * @param ejects {@code auto_eject_hosts}
 * @param newPool makes a pool of a name and server items
 */
record FaultRun(
    SubjectProxy.Starter kind,
    boolean ejects,
    Supplier<CacheServer> newServer,
    BiFunction<String, List<String>, TestPool> newPool,
    Function<Errand, ChaoticClient> newClient) {
  static final int TIMEOUT_MS = 800;

  /** Other programs on the machine may keep a thread from running for a while. */
  private static final int LATE_MS = 1000;

  private static final int RETRY_MS = 500;
  private static final Duration RECOVERY = Duration.ofSeconds(1);

  private static final List<String> NAMES = List.of("s0", "s1", "s2");
  private static final int CLIENTS = 100;
  private static final int LONGEST_PIPELINE = 16;
  private static final int LONGEST_PAUSE_MS = 40;
  private static final int LONGEST_VALUE = 20_000;
  private static final Duration CALM = Duration.ofMillis(300);

  /** How often each fault happens. */
  private static final int ROUNDS = Integer.getInteger("fault.rounds", 1);

  void with(Fault fault) throws Exception {
    var seed = new Random().nextLong();
    System.err.printf("%s %s, ejecting %s, seed %d%n", kind, fault, ejects, seed);
    try (var s0 = newServer.get();
        var s1 = newServer.get();
        var s2 = newServer.get();
        var relay = Relay.before(s0);
        var proxy = proxyFor(fault, relay, s0, s1, s2)) {
      for (int i = 0; i < ROUNDS; i++) {
        try (var load = new Load()) {
          var site = new Site(List.of(s0, s1, s2), relay, load, () -> awaitNoConnection(proxy));
          strike(fault, site, proxy, seed + i, i * CLIENTS);
        }
        ProxyStats.awaitQuiet(proxy, "alpha");
      }
    }
  }

  private SubjectProxy proxyFor(Fault fault, Relay relay, CacheServer... servers) {
    var entries = new ArrayList<String>();
    for (var server : servers) {
      entries.add(server.poolEntry(NAMES.get(entries.size())));
    }
    if (fault.strikes() == Strikes.THE_WAY_TO_ONE) {
      entries.set(0, relay.poolEntry(NAMES.getFirst()));
    }
    var pool =
        newPool
            .apply("alpha", entries)
            .with("timeout", "" + TIMEOUT_MS)
            .with("auto_eject_hosts", "" + ejects)
            .with("server_retry_timeout", "" + RETRY_MS);
    return kind.start(List.of(pool), 16384);
  }

  private static void awaitNoConnection(SubjectProxy proxy) {
    Awaitility.await("a proxy that knows")
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            ProxyStats.of(proxy).server("alpha", NAMES.getFirst(), "server_connections") == 0);
  }

  /** Each round has other clients, and so other keys. */
  private void strike(Fault fault, Site site, SubjectProxy proxy, long seed, int firstClient)
      throws Exception {
    var recovery = ejects ? RECOVERY.plusMillis(RETRY_MS) : RECOVERY;
    var stricken = fault.strikes() == Strikes.EVERY_SERVER ? Set.of(0, 1, 2) : Set.of(0);
    var outage = new Outage(fault, NAMES, stricken, ejects, recovery.toNanos());
    var load = site.load();
    var random = new Random(seed);
    var clients = new ArrayList<ChaoticClient>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(newClient.apply(errand(proxy, firstClient + i, random.nextLong(), outage)));
    }
    clients.forEach(load::add);
    load.goOn(CALM);
    outage.begin();
    fault.begin(site);
    load.goOn(fault.length());
    fault.end(site);
    outage.end();
    load.goOn(recovery.plus(CALM));
    check(fault, outage, load.end(), proxy);
    assertNothingLost(fault, outage, site, clients);
  }

  private void check(Fault fault, Outage outage, Figures figures, SubjectProxy proxy) {
    var ejections = ProxyStats.of(proxy).pool("alpha", "server_ejects");
    System.err.printf(
        "  %s, recovered after %d ms, %d ejections%n",
        figures, outage.recoveryMs(figures), ejections);
    assertThat(figures.errors().isEmpty()).as("nobody notices").isEqualTo(fault.texts().isEmpty());
    assertThat(figures.longestWaitMs()).as("longest wait").isLessThan(TIMEOUT_MS + LATE_MS);
    assertThat(figures.values()).as("values read").isGreaterThan(1000);
    if (!ejects || fault.texts().isEmpty()) {
      assertThat(ejections).as("ejections").isZero();
    } else if (fault.isTotal()) {
      assertThat(ejections).as("ejections").isPositive();
    }
  }

  private static void assertNothingLost(
      Fault fault, Outage outage, Site site, List<ChaoticClient> clients) throws IOException {
    var servers = site.servers().stream().map(CacheServer::address).toList();
    for (var client : clients) {
      var lost = client.lostKeys(servers);
      assertThat(lost).as("lost keys").allMatch(key -> fault.losesData() && outage.isStricken(key));
    }
  }

  private static Errand errand(SubjectProxy proxy, int client, long seed, Outage outage) {
    return new Errand(
        proxy.address("alpha"),
        client,
        seed,
        client % 5 == 0 ? LONGEST_PIPELINE : 1,
        false,
        LONGEST_VALUE,
        LONGEST_PAUSE_MS,
        outage);
  }
}
