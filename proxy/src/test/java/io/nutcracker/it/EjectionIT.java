// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code auto_eject_hosts}: failing servers are left out, and nothing else gets a server ejected.
 */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record EjectionIT(SubjectProxy.Starter kind) {
  private static final int RETRY_MS = 500;
  private static final String REFUSED = "-ERR Connection refused\r\n";

  /** Where {@code one_at_a_time} and {@code modula} put these keys while both servers live. */
  private static final String ON_S1 = "a";

  private static final String ON_S2 = "foo";

  private SubjectProxy start(TestPool pool) {
    return kind.start(List.of(pool), 16384);
  }

  private static TestPool pool(String... servers) {
    return ejecting(TestPool.redis("alpha", List.of(servers)));
  }

  private static TestPool ejecting(TestPool pool) {
    return pool.with("hash", "one_at_a_time")
        .with("distribution", "modula")
        .with("timeout", "300")
        .with("auto_eject_hosts", "true")
        .with("server_failure_limit", "1")
        .with("server_retry_timeout", "" + RETRY_MS);
  }

  @Test
  void theOthersTakeOverAndTheServerReturns() {
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start();
        var proxy = start(pool(s1.poolEntry("s1"), s2.poolEntry("s2")));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      var before = Instant.now();
      s1.kill();
      assertThat(ask(client, "SET", ON_S1, "1")).isEqualTo(REFUSED);
      assertThat(ask(client, "SET", ON_S1, "2")).isEqualTo("+OK\r\n");
      assertThat(ask(client, "MGET", ON_S1, ON_S2)).isEqualTo("*2\r\n$1\r\n2\r\n$-1\r\n");
      assertThat(s2.command("GET", ON_S1)).isEqualTo("$1\r\n2\r\n");
      assertEjected(proxy, before);
      s1.restart();
      awaitAnswer(client, "$-1\r\n", "GET", ON_S1);
      assertThat(ask(client, "SET", ON_S1, "3")).isEqualTo("+OK\r\n");
      assertThat(s1.command("GET", ON_S1)).isEqualTo("$1\r\n3\r\n");
      assertThat(ProxyStats.of(proxy).pool("alpha", "server_ejects")).isEqualTo(1);
    }
  }

  private static void assertEjected(RunningProxy proxy, Instant since) {
    var stats = ProxyStats.of(proxy);
    assertThat(stats.pool("alpha", "server_ejects")).isEqualTo(1);
    assertThat(stats.server("alpha", "s1", "server_ejected_at"))
        .isBetween(since.toEpochMilli() * 1000, (Instant.now().toEpochMilli() + 1) * 1000);
    assertThat(stats.server("alpha", "s2", "server_ejected_at")).isZero();
  }

  @Test
  void memcachedServersAreEjectedToo() {
    try (var s1 = MemcachedServer.start();
        var s2 = MemcachedServer.start();
        var proxy =
            start(
                ejecting(
                    TestPool.memcached("alpha", List.of(s1.poolEntry("s1"), s2.poolEntry("s2")))));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      s1.kill();
      client.send("set a 0 0 1\r\n1\r\nset a 0 0 1\r\n1\r\n");
      assertThat(client.readReply()).isEqualTo("SERVER_ERROR Connection refused\r\n");
      assertThat(client.readReply()).isIn("SERVER_ERROR Connection refused\r\n", "STORED\r\n");
      client.send("set a 0 0 1\r\n2\r\nget a foo\r\n");
      assertThat(client.readReply()).isEqualTo("STORED\r\n");
      assertThat(client.readReply()).isEqualTo("VALUE a 0 1\r\n2\r\nEND\r\n");
      s1.restart();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            client.send("get a\r\n");
            return client.readReply().equals("END\r\n");
          });
    }
  }

  @Test
  void whenAllAreEjectedRequestsFailAtOnceUntilOneReturns() {
    try (var s1 = FakeServer.start();
        var s2 = RedisServer.start();
        var proxy = start(pool(s1.poolEntry("s1"), s2.poolEntry("s2")));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      s2.kill();
      assertThat(ask(client, "GET", ON_S2)).isEqualTo(REFUSED);
      client.send(command("GET", ON_S1));
      s1.accept().close();
      assertThat(client.readValue()).isIn("-ERR unknown\r\n", "-ERR Connection reset by peer\r\n");
      // Nobody accepts connections to s1 here: waiting for it would take until the timeout.
      client.send(command("GET", ON_S1) + command("GET", ON_S2) + command("DEL", ON_S1, ON_S2));
      for (int i = 0; i < 3; i++) {
        assertThat(client.readValue()).isEqualTo(REFUSED);
      }
      assertThat(ProxyStats.of(proxy).pool("alpha", "server_ejects")).isEqualTo(2);
      s2.restart();
      awaitAnswer(client, "$-1\r\n", "GET", ON_S2);
    }
  }

  @Test
  void anIdleConnectionThatTheServerClosesIsNoFailure() {
    try (var s1 = FakeServer.start();
        var proxy = start(pool(s1.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 3; i++) {
        client.send(command("GET", ON_S1));
        try (var connection = s1.accept()) {
          connection.readValue();
          connection.send("$1\r\n1\r\n");
          assertThat(client.readValue()).isEqualTo("$1\r\n1\r\n");
        }
        Awaitility.await()
            .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "server_connections") == 0);
      }
      assertThat(ProxyStats.of(proxy).server("alpha", "s1", "server_eof")).isEqualTo(3);
      assertThat(ProxyStats.of(proxy).pool("alpha", "server_ejects")).isZero();
    }
  }

  @Test
  void preconnectAloneEjectsNobody() {
    var nobody = FreePorts.next();
    try (var proxy =
            start(pool("127.0.0.1:" + nobody.getPort() + ":1 s1").with("preconnect", "true"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      Awaitility.await()
          .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "server_err") >= kind.workers());
      assertThat(ProxyStats.of(proxy).pool("alpha", "server_ejects")).isZero();
      assertThat(ask(client, "GET", ON_S1)).isEqualTo(REFUSED);
      assertThat(ProxyStats.of(proxy).pool("alpha", "server_ejects")).isEqualTo(1);
    }
  }

  @Test
  void anErrorThatAServerAnswersIsNoFailure() {
    try (var s1 = FakeServer.start();
        var proxy = start(pool(s1.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("GET", ON_S1));
      try (var connection = s1.accept()) {
        connection.readValue();
        for (var error : List.of("-LOADING x\r\n", "-OOM x\r\n", "-BUSY x\r\n")) {
          connection.send(error);
          assertThat(client.readValue()).isEqualTo(error);
          client.send(command("GET", ON_S1));
          connection.readValue();
        }
      }
      client.readValue();
      assertThat(ProxyStats.of(proxy).pool("alpha", "server_ejects")).isEqualTo(1);
    }
  }

  @Test
  void failFastKeepsKeysOnTheirServers() {
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start();
        var proxy =
            start(
                pool(s1.poolEntry("s1"), s2.poolEntry("s2"))
                    .with("failure_policy", "fail_fast")
                    .with("server_retry_timeout", "2000"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      s1.pause();
      assertThat(ask(client, "SET", ON_S1, "1")).isEqualTo("-ERR Connection timed out\r\n");
      var ejected = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(ask(client, "SET", ON_S1, "2")).isEqualTo(REFUSED);
        assertThat(ask(client, "SET", ON_S2, "2")).isEqualTo("+OK\r\n");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - ejected)).isLessThan(Duration.ofSeconds(2));
      s1.resume();
      awaitAnswer(client, "+OK\r\n", "SET", ON_S1, "3");
      assertThat(s2.command("DBSIZE")).isEqualTo(":1\r\n");
    }
  }

  @Test
  void aProbeMustSucceedBeforeRequestsGoToTheServerAgain() throws InterruptedException {
    var oneWorker = new EjectionIT(SubjectProxy.with(1, kind.transport()));
    try (var s1 = FakeServer.start();
        var s2 = RedisServer.start();
        var proxy =
            oneWorker.start(
                pool(s1.poolEntry("s1"), s2.poolEntry("s2"))
                    .with("server_probe", "true")
                    .with("redis_db", "3"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("GET", ON_S1));
      s1.accept().close();
      client.readValue();
      for (var answer : List.of("+OK\r\n-LOADING x\r\n", "garbage\r\n", "")) {
        try (var probe = s1.accept()) {
          assertThat(probe.readValue()).isEqualTo(command("SELECT", "3"));
          assertThat(probe.readValue()).isEqualTo(command("PING"));
          assertThat(ask(client, "GET", ON_S1)).as("from s2").isEqualTo("$-1\r\n");
          probe.send(answer);
        }
      }
      try (var probe = s1.accept()) {
        probe.readValue();
        probe.readValue();
        probe.send("+OK\r\n");
        assertThat(ask(client, "GET", ON_S1)).as("from s2").isEqualTo("$-1\r\n");
        probe.send("+PONG\r\n");
        var served =
            Thread.startVirtualThread(() -> {
              probe.readValue();
              probe.send("$1\r\n1\r\n");
            });
        awaitAnswer(client, "$1\r\n1\r\n", "GET", ON_S1);
        served.join();
      }
      var stats = ProxyStats.of(proxy);
      assertThat(stats.pool("alpha", "server_ejects")).isEqualTo(1);
      assertThat(stats.server("alpha", "s1", "requests")).isEqualTo(2);
    }
  }

  private static void awaitAnswer(RawConnection client, String answer, String... words) {
    Awaitility.await(answer)
        .atMost(Duration.ofSeconds(4))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> ask(client, words).equals(answer));
  }

  private static String ask(RawConnection client, String... words) {
    client.send(command(words));
    return client.readValue();
  }
}
