// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.nutcracker.testing.LogLines;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.ProxyProcess;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients too many, by {@code client_connections} and by the limit on open files. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record ClientLimitsIT(SubjectProxy.Starter kind) {
  /** Nobody listens there: these clients ask for nothing that a server must answer. */
  private static final List<String> NO_SERVER = List.of("127.0.0.1:1:1 s1");

  private static final TestPool REDIS = TestPool.redis("alpha", NO_SERVER);
  private static final TestPool MEMCACHED = TestPool.memcached("alpha", NO_SERVER);

  private static final String REDIS_IS_FULL = "-ERR max number of clients reached\r\n";

  private SubjectProxy proxyFor(TestPool pool) {
    return kind.start(List.of(pool), 16384);
  }

  @Test
  void oneTooManyIsToldWhyAndClosedAndTheOthersAreNotDisturbed() {
    try (var proxy = proxyFor(REDIS.with("client_connections", "4"))) {
      var clients = connect(proxy, 4);
      for (int i = 0; i < 3; i++) {
        try (var refused = RawConnection.connect(proxy.address("alpha"))) {
          assertThat(refused.readToEnd()).isEqualTo(REDIS_IS_FULL);
        }
      }
      clients.forEach(ClientLimitsIT::ping);
      var stats = ProxyStats.of(proxy);
      assertThat(stats.pool("alpha", "client_connections")).isEqualTo(4);
      assertThat(stats.pool("alpha", "client_err")).isEqualTo(3);

      clients.forEach(RawConnection::close);
      ProxyStats.awaitQuiet(proxy, "alpha");
      connect(proxy, 4).forEach(RawConnection::close);
    }
  }

  @Test
  void eachPoolHasItsOwnLimit() {
    var beta = TestPool.redis("beta", NO_SERVER);
    try (var proxy = kind.start(List.of(REDIS.with("client_connections", "1"), beta), 16384);
        var first = RawConnection.connect(proxy.address("alpha"));
        var refused = RawConnection.connect(proxy.address("alpha"));
        var one = RawConnection.connect(proxy.address("beta"));
        var two = RawConnection.connect(proxy.address("beta"))) {
      assertThat(refused.readToEnd()).isEqualTo(REDIS_IS_FULL);
      List.of(first, one, two).forEach(ClientLimitsIT::ping);
    }
  }

  /** memcached itself says it at about that many; it keeps some descriptors for other things. */
  @Test
  void memcachedClientsHearWhatMemcachedWouldSay() {
    try (var memcached = MemcachedServer.start("-c", "50");
        var proxy = proxyFor(MEMCACHED.with("client_connections", "1"));
        var first = RawConnection.connect(proxy.address("alpha"));
        var refused = RawConnection.connect(proxy.address("alpha"))) {
      var clients = new ArrayList<RawConnection>();
      for (int i = 0; i < 60; i++) {
        clients.add(RawConnection.connect(memcached.address()));
      }
      assertThat(refused.readToEnd()).isEqualTo(clients.getLast().readToEnd());
      clients.forEach(RawConnection::close);
      first.send("mn\r\n");
      assertThat(first.readReply()).isEqualTo("MN\r\n");
    }
  }

  @Test
  void theLogTellsOnceAndThenHowManyMore() {
    try (var log = new LogLines(Level.WARN);
        var proxy = proxyFor(REDIS.with("client_connections", "1"))) {
      connect(proxy, 1);
      for (int i = 0; i < 20; i++) {
        try (var refused = RawConnection.connect(proxy.address("alpha"))) {
          assertThat(refused.readToEnd()).isEqualTo(REDIS_IS_FULL);
        }
      }
      assertThat(log.with("a client is refused"))
          .containsExactly(
              "pool 'alpha': a client is refused, the 1 that client_connections allows are"
                  + " connected");
      Awaitility.await().until(() -> !log.with("clients are refused (19 more").isEmpty());
    }
  }

  /** It has more descriptors than these in use before the first client comes. */
  @Test
  void aProcessThatMayOpenFewFilesRefusesBeforeItFails() {
    try (var proxy = ProxyProcess.start(110, kind.settings(), List.of(REDIS))) {
      var clients = new ArrayList<RawConnection>();
      var said = "";
      while (said.isEmpty()) {
        var client = RawConnection.connect(proxy.address("alpha"));
        client.send(command("PING"));
        var reply = client.readValue();
        if (reply.equals("+PONG\r\n")) {
          clients.add(client);
        } else {
          said = reply;
        }
      }
      assertThat(said).isEqualTo(REDIS_IS_FULL);
      assertThat(clients).hasSizeGreaterThan(20);
      clients.forEach(ClientLimitsIT::ping);
      assertThat(ProxyStats.of(proxy).pool("alpha", "client_connections"))
          .isEqualTo(clients.size());
      assertThat(proxy.log())
          .contains("a client is refused, the " + clients.size() + " that the limit on open files")
          .doesNotContain("accept");

      clients.removeLast().close();
      Awaitility.await().until(() -> isServed(proxy));
      clients.forEach(RawConnection::close);
    }
  }

  private static List<RawConnection> connect(SubjectProxy proxy, int clients) {
    var connected = new ArrayList<RawConnection>();
    for (int i = 0; i < clients; i++) {
      var client = RawConnection.connect(proxy.address("alpha"));
      ping(client);
      connected.add(client);
    }
    return connected;
  }

  private static void ping(RawConnection client) {
    client.send(command("PING"));
    assertThat(client.readValue()).isEqualTo("+PONG\r\n");
  }

  private static boolean isServed(ProxyProcess proxy) {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("PING"));
      return "+PONG\r\n".equals(client.readValueOrEnd());
    }
  }
}
