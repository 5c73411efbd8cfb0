// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How a client's connection ends, in order or not, and what is left of it. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record DepartingClientsIT(SubjectProxy.Starter kind) {
  private SubjectProxy proxyFor(String... servers) {
    return kind.start(List.of(TestPool.redis("alpha", List.of(servers))), 16384);
  }

  @Test
  void aClientThatHasSentAllStillGetsAllReplies() throws IOException {
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), s2.poolEntry("s2"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      var expected = new StringBuilder();
      for (int i = 0; i < 2000; i++) {
        client.write("SET", "key" + i, "x").write("MGET", "key" + i, "key" + (i - 1));
        expected.append("+OK\r\n*2\r\n$1\r\nx\r\n").append(i == 0 ? "$-1\r\n" : "$1\r\nx\r\n");
      }
      client.writeRaw("*2\r\n$3\r\nGET\r\n$4\r\nhal").endOutput();
      assertThat(client.readToEnd()).isEqualTo(expected.toString());
      ProxyStats.awaitQuiet(proxy, "alpha");
      assertThat(ProxyStats.of(proxy).pool("alpha", "client_eof")).isEqualTo(1);
    }
  }

  @Test
  void quitIsAnsweredAfterAllEarlierRequestsAndNothingAfterIt() throws IOException {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      client.write("SET", "a", "1").write("GET", "a").write("QUIT").write("SET", "a", "2").flush();
      assertThat(client.readToEnd()).isEqualTo("+OK\r\n$1\r\n1\r\n+OK\r\n");
      assertThat(server.command("GET", "a")).isEqualTo("$1\r\n1\r\n");
    }
  }

  /** Closing while the client still sends would reset the connection, and the error with it. */
  @Test
  void aProtocolErrorIsReadableWhateverFollowsIt() throws IOException {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      client.write("SET", "a", "1").writeRaw("*1\r\n!").writeRaw("g".repeat(10_000_000)).flush();
      assertThat(client.readToEnd())
          .isEqualTo("+OK\r\n-ERR Protocol error: expected '$', got '!'\r\n");
      ProxyStats.awaitQuiet(proxy, "alpha");
      assertThat(ProxyStats.of(proxy).pool("alpha", "client_err")).isEqualTo(1);
    }
  }

  @Test
  void hostileBytesEndOnlyTheirOwnConnection() throws IOException {
    var hostile =
        List.of(
            "*2147483648\r\n",
            "*-5\r\n*9999999999999999999\r\n",
            "*1\r\n$-1\r\n",
            "*1\r\n$536870913\r\n",
            "*1\r\n$99999999999999999999",
            "*" + "1".repeat(100_000),
            "x".repeat(10_000_000),
            "\"unbalanced\r\n",
            "POST / HTTP/1.1\r\n",
            "\0\1\2\3".repeat(100_000));
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      for (var bytes : hostile) {
        try (var client = RawConnection.connect(proxy.address("alpha"))) {
          client.send(bytes);
          var what = bytes.substring(0, Math.min(30, bytes.length()));
          assertThat(client.readValue()).as(what).startsWith("-ERR Protocol error: ");
        }
        other.send(command("SET", "a", "1"));
        assertThat(other.readValue()).isEqualTo("+OK\r\n");
      }
    }
  }

  @Test
  void aRequestThatOnlyPromisesMuchCostsLittle() throws IOException {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"))) {
      var promising = new ArrayList<RawConnection>();
      for (int i = 0; i < 50; i++) {
        var client = RawConnection.connect(proxy.address("alpha"));
        client.send("*2147483647\r\n$4\r\nMGET\r\n$536870912\r\nabc");
        promising.add(client);
      }
      try (var other = RawConnection.connect(proxy.address("alpha"))) {
        other.send(command("SET", "a", "1"));
        assertThat(other.readValue()).isEqualTo("+OK\r\n");
      }
      promising.forEach(RawConnection::close);
      ProxyStats.awaitQuiet(proxy, "alpha");
    }
  }

  @Test
  void aClientThatGoesAwayLeavesNothingBehind() {
    try (var server = FakeServer.start();
        var proxy =
            new DepartingClientsIT(SubjectProxy.with(1, kind.transport()))
                .proxyFor(server.poolEntry("s1"))) {
      var get = command("GET", "a");
      var mget = command("MGET", "a", "b");
      for (int i = 0; i < 50; i++) {
        var client = RawConnection.connect(proxy.address("alpha"));
        client.send(get + command("PING") + mget + "*2\r\n$3\r\nGET\r\n$10");
        client.reset();
      }
      try (var other = RawConnection.connect(proxy.address("alpha"));
          var connection = server.accept()) {
        other.send(command("GET", "z"));
        var abandoned = 0;
        for (var request = connection.readValue();
            !request.equals(command("GET", "z"));
            request = connection.readValue()) {
          abandoned++;
          connection.send(request.equals(get) ? "$1\r\na\r\n" : "*2\r\n$1\r\na\r\n$1\r\nb\r\n");
        }
        connection.send("$1\r\nz\r\n");
        assertThat(other.readValue()).isEqualTo("$1\r\nz\r\n");
        assertThat(ProxyStats.of(proxy).server("alpha", "s1", "requests")).isEqualTo(abandoned + 1);
      }
      ProxyStats.awaitQuiet(proxy, "alpha");
    }
  }

  /** Its responses are on the way to it in pieces when the proxy finds out. */
  @Test
  void aResetWhileLargeResponsesArriveDisturbsNobodyElse() throws IOException {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var other = PipeliningClient.connect(proxy.address("alpha"))) {
      other.call("SET", "large", "x".repeat(1_000_000));
      for (int round = 0; round < 20; round++) {
        try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
          for (int i = 0; i < 16; i++) {
            client.write("GET", "large").write("MGET", "large", "none");
          }
          client.flush();
          client.readLine();
          client.reset();
        }
        for (int i = 0; i < 20; i++) {
          assertThat(other.call("EXISTS", "large")).isEqualTo(":1\r\n");
        }
      }
      var stats = ProxyStats.of(proxy);
      assertThat(stats.server("alpha", "s1", "server_err")).isZero();
      assertThat(stats.pool("alpha", "forward_error")).isZero();
    }
  }
}
