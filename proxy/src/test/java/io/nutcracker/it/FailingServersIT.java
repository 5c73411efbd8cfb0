// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that refuses, resets, closes or talks nonsense: what the waiting clients are told. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record FailingServersIT(SubjectProxy.Starter kind) {
  private static final String GET_A = command("GET", "a");
  private static final String GET_B = command("GET", "b");

  private SubjectProxy proxyFor(String server) {
    return kind.start(List.of(TestPool.redis("alpha", List.of(server))), 16384);
  }

  @Test
  void aRefusedConnectionFailsTheRequestAndTheNextOneTriesAgain() {
    var nobody = FreePorts.next();
    try (var proxy = proxyFor("127.0.0.1:" + nobody.getPort() + ":1 s1");
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 3; i++) {
        client.send(GET_A + GET_B);
        assertThat(client.readValue()).isEqualTo("-ERR Connection refused\r\n");
        assertThat(client.readValue()).isEqualTo("-ERR Connection refused\r\n");
      }
      var stats = ProxyStats.of(proxy);
      assertThat(stats.pool("alpha", "forward_error")).isEqualTo(6);
      assertThat(stats.server("alpha", "s1", "server_err")).isEqualTo(3);
    }
  }

  @Test
  void aMissingUnixSocketFailsTheRequest(@TempDir Path directory) {
    try (var proxy = proxyFor(directory.resolve("none.sock") + ":1 s1");
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A);
      assertThat(client.readValue()).isEqualTo("-ERR No such file or directory\r\n");
    }
  }

  @Test
  void aUnixSocketWhosePathIsTooLongFailsTheRequest() {
    try (var proxy = proxyFor("/" + "x".repeat(200) + ":1 s1");
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A);
      assertThat(client.readValue()).isEqualTo("-ERR Host is down\r\n");
    }
  }

  @Test
  void aServerNameThatDoesNotResolveFailsTheRequest() {
    try (var proxy = proxyFor("nosuchhost.invalid:6379:1 s1");
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A);
      assertThat(client.readValue()).isEqualTo("-ERR Host is down\r\n");
    }
  }

  @Test
  void aResetFailsTheWaitingRequestsAndTheNextOneReconnects() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A + GET_B);
      var first = server.accept();
      first.read((GET_A + GET_B).length());
      first.reset();
      assertThat(client.readValue()).isEqualTo("-ERR Connection reset by peer\r\n");
      assertThat(client.readValue()).isEqualTo("-ERR Connection reset by peer\r\n");
      assertNextRequestReconnects(client, server);
      assertThat(ProxyStats.of(proxy).server("alpha", "s1", "server_err")).isEqualTo(1);
    }
  }

  @Test
  void aCloseFailsTheWaitingRequestsAndTheNextOneReconnects() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A + GET_B);
      try (var first = server.accept()) {
        first.read((GET_A + GET_B).length());
        first.send("$1\r\n1\r\n");
      }
      assertThat(client.readValue()).isEqualTo("$1\r\n1\r\n");
      assertThat(client.readValue()).isEqualTo("-ERR unknown\r\n");
      assertThat(ProxyStats.of(proxy).server("alpha", "s1", "server_eof")).isEqualTo(1);
      assertNextRequestReconnects(client, server);
    }
  }

  @Test
  void aCloseInTheMiddleOfAReplyPassesNoneOfItOn() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A);
      try (var first = server.accept()) {
        first.read(GET_A.length());
        first.send("$100000\r\n" + "x".repeat(50_000));
      }
      assertThat(client.readValue()).isEqualTo("-ERR unknown\r\n");
      assertNextRequestReconnects(client, server);
    }
  }

  @Test
  void aCloseWhileRequestsAreStillUnsentTellsTheSame() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      var large = command("SET", "a", "x".repeat(20_000_000));
      client.send(large);
      var first = server.accept();
      first.finishSending();
      assertThat(client.readValue()).isEqualTo("-ERR unknown\r\n");
      first.close();
      assertNextRequestReconnects(client, server);
    }
  }

  @Test
  void whatIsNotRedisFailsTheWaitingRequests() {
    for (var garbage :
        List.of("HTTP/1.1 200 OK\r\n\r\n", "\0\0\0\0", "$-2\r\n", "*x\r\n", "_\r\n")) {
      try (var server = FakeServer.start();
          var proxy = proxyFor(server.poolEntry("s1"));
          var client = RawConnection.connect(proxy.address("alpha"))) {
        client.send(GET_A + GET_B);
        var first = server.accept();
        first.read((GET_A + GET_B).length());
        first.send("$2\r\nhi\r\n" + garbage);
        assertThat(client.readValue()).isEqualTo("$2\r\nhi\r\n");
        assertThat(client.readValue()).as(garbage).isEqualTo("-ERR Invalid argument\r\n");
        assertThat(first.readToEnd()).isEmpty();
        first.close();
        assertNextRequestReconnects(client, server);
      }
    }
  }

  @Test
  void aReplyThatNobodyWaitsForEndsTheConnection() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A);
      var first = server.accept();
      first.read(GET_A.length());
      first.send("$1\r\n1\r\n+STRAY\r\n");
      assertThat(client.readValue()).isEqualTo("$1\r\n1\r\n");
      assertThat(first.readToEnd()).isEmpty();
      first.close();
      assertNextRequestReconnects(client, server);
    }
  }

  @Test
  void aServerThatIsFullRefusesOneRequestAndServesTheOthers() {
    try (var server = RedisServer.start("--maxmemory", "1");
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 50; i++) {
        other.send(GET_B.repeat(10));
        client.send(command("SET", "a", "1") + GET_A);
        assertThat(client.readValue()).startsWith("-OOM ");
        assertThat(client.readValue()).isEqualTo("$-1\r\n");
        assertThat(other.read(50)).isEqualTo("$-1\r\n".repeat(10));
      }
      var stats = ProxyStats.of(proxy);
      assertThat(stats.server("alpha", "s1", "server_err")).isZero();
      assertThat(stats.server("alpha", "s1", "server_connections")).isEqualTo(kind.workers());
    }
  }

  @Test
  void anIdleConnectionThatTheServerClosesIsReplacedUnnoticed() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 3; i++) {
        assertNextRequestReconnects(client, server);
        Awaitility.await()
            .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "server_connections") == 0);
      }
    }
  }

  @Test
  void oneServersFailureLeavesTheOthersAlone() {
    try (var failing = FakeServer.start();
        var working = FakeServer.start();
        var proxy =
            kind.start(
                List.of(
                    TestPool.redis(
                            "alpha", List.of(failing.poolEntry("s1"), working.poolEntry("s2")))
                        .with("distribution", "modula")
                        .with("hash", "one_at_a_time")),
                16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      // one_at_a_time of "a" is even, of "foo" odd.
      client.send(GET_A + command("GET", "foo"));
      var failed = failing.accept();
      var worked = working.accept();
      failed.read(GET_A.length());
      worked.read(command("GET", "foo").length());
      worked.send("$3\r\nbar\r\n");
      failed.close();
      assertThat(client.readValue()).isEqualTo("-ERR unknown\r\n");
      assertThat(client.readValue()).isEqualTo("$3\r\nbar\r\n");
      worked.close();
    }
  }

  /** Closes the connection it made. */
  private static void assertNextRequestReconnects(RawConnection client, FakeServer server) {
    client.send(GET_A);
    try (var next = server.accept()) {
      assertThat(next.read(GET_A.length())).isEqualTo(GET_A);
      next.send("$5\r\nagain\r\n");
      assertThat(client.readValue()).isEqualTo("$5\r\nagain\r\n");
    }
  }
}
