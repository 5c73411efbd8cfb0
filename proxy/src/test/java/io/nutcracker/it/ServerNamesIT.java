// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.HostResolver;
import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are configured by name: the name moves, does not exist yet, or takes for ever. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record ServerNamesIT(SubjectProxy.Starter kind) {
  private static final String TIMED_OUT = "-ERR Connection timed out\r\n";
  private static final String UNKNOWN = "-ERR Host is down\r\n";
  private static final int TIMEOUT_MS = 300;
  private static final int LATE_MS = 250;

  /** Keys by server: one_at_a_time of the first is even, of the second odd. */
  private static final String ON_S1 = "a";

  private static final String ON_S2 = "foo";

  /** A resolver that the test plays. */
  private static final class Names implements HostResolver, AutoCloseable {
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> lookups = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** From now on the name has this address; or none; or no answer to a question for it comes. */
    Names put(String name, String address) {
      addresses.put(name, address);
      return this;
    }

    @Override
    public InetAddress resolve(String host) throws UnknownHostException {
      lookups(host).incrementAndGet();
      if (address(host).equals("silence")) {
        try {
          over.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      if (address(host).equals("none")) {
        throw new UnknownHostException(host);
      }
      return InetAddress.ofLiteral(address(host));
    }

    private String address(String host) {
      return addresses.getOrDefault(host, "none");
    }

    AtomicInteger lookups(String host) {
      return lookups.computeIfAbsent(host, _ -> new AtomicInteger());
    }

    /** Answers all. */
    @Override
    public void close() {
      over.countDown();
    }
  }

  private static TestPool pool(String... servers) {
    return TestPool.redis("alpha", List.of(servers))
        .with("distribution", "modula")
        .with("hash", "one_at_a_time");
  }

  private SubjectProxy start(Names names, TestPool pool) {
    return kind.start(List.of(pool), 16384, names);
  }

  private static RawConnection connect(SubjectProxy proxy) {
    return RawConnection.connect(proxy.address("alpha"));
  }

  private static String get(RawConnection client, String key) {
    client.send(command("GET", key));
    return client.readValue();
  }

  private static String named(String host, FakeServer server, String name) {
    return host + ":" + server.address().getPort() + ":1 " + name;
  }

  @Test
  void aNameThatMovesIsFollowedWhenTheConnectionEnds() {
    try (var fresh = FakeServer.startAt(InetAddress.ofLiteral("127.0.0.2"), 0);
        var names = new Names().put("cache.example", "127.0.0.1");
        var proxy = start(names, pool(named("cache.example", fresh, "s1")));
        var client = connect(proxy)) {
      var port = fresh.address().getPort();
      try (var old = FakeServer.startAt(InetAddress.ofLiteral("127.0.0.1"), port)) {
        client.send(command("GET", "a"));
        try (var connection = old.accept()) {
          connection.readValue();
          names.put("cache.example", "127.0.0.2");
          connection.send("$3\r\nold\r\n");
          assertThat(client.readValue()).isEqualTo("$3\r\nold\r\n");
          client.send(command("GET", "a"));
          connection.readValue();
          connection.send("$5\r\nstill\r\n");
          assertThat(client.readValue()).isEqualTo("$5\r\nstill\r\n");
        }
      }
      Thread.startVirtualThread(() -> answerOnce(fresh, "$3\r\nnew\r\n"));
      // An answer holds for a second, and so long the old address refuses.
      Awaitility.await().until(() -> get(client, "a").equals("$3\r\nnew\r\n"));
      assertThat(names.lookups("cache.example")).hasValue(2);
    }
  }

  /** Answers the first request of the next connection, and waits for the end of that. */
  static void answerOnce(FakeServer server, String answer) {
    try (var connection = server.accept()) {
      connection.readValue();
      connection.send(answer);
      connection.readToEnd();
    }
  }

  @Test
  void aNameWithoutAnAnswerDelaysNobodyElse() {
    try (var server = RedisServer.start();
        var names = new Names().put("silent.example", "silence");
        var proxy = start(names, pool("silent.example:6379:1 s1", server.poolEntry("s2")));
        var waiting = connect(proxy);
        var client = connect(proxy)) {
      waiting.send(command("GET", ON_S1));
      Awaitility.await().until(() -> names.lookups("silent.example").get() == 1);
      var nanos = new long[500];
      for (int i = 0; i < nanos.length; i++) {
        var sent = System.nanoTime();
        assertThat(get(client, ON_S2)).isEqualTo("$-1\r\n");
        nanos[i] = System.nanoTime() - sent;
      }
      Arrays.sort(nanos);
      assertThat(nanos[nanos.length / 2]).isLessThan(TimeUnit.MILLISECONDS.toNanos(5));
      assertThat(nanos[nanos.length - 1]).isLessThan(TimeUnit.MILLISECONDS.toNanos(LATE_MS));
      names.put("silent.example", "none").close();
      assertThat(waiting.readValue()).isEqualTo(UNKNOWN);
    }
  }

  @Test
  void norDoesItDelayOtherNames() {
    try (var server = RedisServer.start();
        var names = new Names().put("known.example", "127.0.0.1").put("silent.example", "silence");
        var proxy =
            start(
                names,
                pool(
                    "silent.example:6379:1 s1",
                    server.endpoint().replace("127.0.0.1", "known.example") + ":1 s2"));
        var waiting = connect(proxy);
        var client = connect(proxy)) {
      waiting.send(command("GET", ON_S1));
      Awaitility.await().until(() -> names.lookups("silent.example").get() == 1);
      assertThat(get(client, ON_S2)).isEqualTo("$-1\r\n");
    }
  }

  @Test
  void aLookupCountsAsWaitingAndLeavesNothingBehind() {
    try (var server = RedisServer.start();
        var names = new Names().put("silent.example", "silence");
        var proxy =
            start(
                names,
                pool(server.endpoint().replace("127.0.0.1", "silent.example") + ":1 s1")
                    .with("timeout", "" + TIMEOUT_MS));
        var client = connect(proxy)) {
      for (int i = 0; i < 4; i++) {
        var sent = System.nanoTime();
        assertThat(get(client, "a")).isEqualTo(TIMED_OUT);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent))
            .isBetween(TIMEOUT_MS - 1L, (long) TIMEOUT_MS + LATE_MS);
      }
      assertThat(names.lookups("silent.example")).hasValue(1);
      // A listener and a client.
      assertThat(ProxyStats.of(proxy).proxy("curr_connections")).isEqualTo(2);
      assertThat(ProxyStats.of(proxy).server("alpha", "s1", "server_timedout")).isEqualTo(4);
      names.put("silent.example", "127.0.0.1").close();
      assertThat(get(client, "a")).isEqualTo("$-1\r\n");
    }
  }

  /** Also with {@code preconnect}: as twemproxy, a server need not be there yet. */
  @Test
  void aNameMayAppearAfterTheStart() {
    for (var preconnect : List.of("false", "true")) {
      try (var server = RedisServer.start();
          var names = new Names();
          var proxy =
              start(
                  names,
                  pool(server.endpoint().replace("127.0.0.1", "later.example") + ":1 s1")
                      .with("preconnect", preconnect));
          var client = connect(proxy)) {
        assertThat(get(client, "a")).isEqualTo(UNKNOWN);
        assertThat(get(client, "a")).isEqualTo(UNKNOWN);
        names.put("later.example", "127.0.0.1");
        Awaitility.await().until(() -> get(client, "a").equals("$-1\r\n"));
      }
    }
  }

  @Test
  void requestsToADeadServerAreNoLookups() {
    var nobody = FreePorts.next();
    try (var names = new Names().put("dead.example", "127.0.0.1");
        var proxy =
            start(
                names,
                pool("dead.example:" + nobody.getPort() + ":1 s1", "missing.example:1:1 s2"));
        var client = connect(proxy)) {
      var start = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        assertThat(get(client, ON_S1)).isEqualTo("-ERR Connection refused\r\n");
        assertThat(get(client, ON_S2)).isEqualTo(UNKNOWN);
      }
      var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      assertThat(names.lookups("dead.example").get()).isBetween(1, 1 + (int) seconds);
      assertThat(names.lookups("missing.example").get()).isBetween(1, 1 + (int) seconds);
    }
  }

  /** The one test that asks the system. */
  @Test
  void localhostIsAName() throws UnknownHostException {
    try (var server = FakeServer.startAt(HostResolver.SYSTEM.resolve("localhost"), 0);
        var proxy = kind.start(List.of(pool(named("localhost", server, "s1"))), 16384);
        var client = connect(proxy)) {
      client.send(command("GET", "a"));
      try (var connection = server.accept()) {
        assertThat(connection.readValue()).isEqualTo(command("GET", "a"));
        connection.send("$1\r\n1\r\n");
        assertThat(client.readValue()).isEqualTo("$1\r\n1\r\n");
      }
    }
  }

  /** As twemproxy. */
  @Test
  void anAddressInBracketsIsNone() {
    try (var names = new Names();
        var proxy = start(names, pool("'[::1]:6379:1 s1'"));
        var client = connect(proxy)) {
      assertThat(get(client, "a")).isEqualTo(UNKNOWN);
    }
  }
}
