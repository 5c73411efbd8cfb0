// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SocketTable;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures after known traffic, during a stall and under load. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record StatsIT(SubjectProxy.Starter kind) {
  private SubjectProxy proxyFor(String... servers) {
    return kind.start(List.of(TestPool.redis("alpha", List.of(servers))), 16384);
  }

  @Test
  void forwardedRequestsAndResponsesCountAndLocalOnesDoNot() {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"))) {
      var set = command("SET", "a", "value");
      var get = command("GET", "a");
      var mget = command("MGET", "a", "b");
      try (var client = RawConnection.connect(proxy.address("alpha"))) {
        client.send(set + get + command("PING") + command("ECHO", "hi") + command("NOSUCH") + mget);
        for (int i = 0; i < 6; i++) {
          client.readValue();
        }
        var during = ProxyStats.of(proxy);
        assertThat(during.pool("alpha", "client_connections")).isEqualTo(1);
        assertThat(during.server("alpha", "s1", "server_connections")).isEqualTo(1);
        // A listener, a client and a connection to the server.
        assertThat(during.proxy("curr_connections")).isEqualTo(3);
      }
      ProxyStats.awaitQuiet(proxy, "alpha");
      var after = ProxyStats.of(proxy);
      assertThat(after.proxy("total_connections")).isEqualTo(3);
      assertThat(after.proxy("curr_connections")).isEqualTo(2);
      assertThat(after.pool("alpha", "client_eof")).isEqualTo(1);
      assertThat(after.pool("alpha", "client_err")).isZero();
      assertThat(after.pool("alpha", "forward_error")).isZero();
      assertThat(after.server("alpha", "s1", "requests")).isEqualTo(3);
      assertThat(after.server("alpha", "s1", "request_bytes"))
          .isEqualTo((set + get + mget).length());
      assertThat(after.server("alpha", "s1", "responses")).isEqualTo(3);
      assertThat(after.server("alpha", "s1", "response_bytes"))
          .isEqualTo("+OK\r\n$5\r\nvalue\r\n*2\r\n$5\r\nvalue\r\n$-1\r\n".length());
    }
  }

  @Test
  void waitingRequestsShowInTheOutgoingQueue() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      var get = command("GET", "a");
      client.send(get + get + get);
      try (var connection = server.accept()) {
        connection.read(get.length());
        Awaitility.await()
            .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "out_queue") == 3);
        assertThat(ProxyStats.of(proxy).server("alpha", "s1", "out_queue_bytes"))
            .isEqualTo(3L * get.length());
        connection.send("$-1\r\n");
        client.readValue();
        assertThat(ProxyStats.of(proxy).server("alpha", "s1", "out_queue")).isEqualTo(2);
        connection.send("$-1\r\n$-1\r\n");
        client.readValue();
        client.readValue();
        var stats = ProxyStats.of(proxy);
        assertThat(stats.server("alpha", "s1", "out_queue")).isZero();
        assertThat(stats.server("alpha", "s1", "out_queue_bytes")).isZero();
      }
    }
  }

  /** The figures are those of the moment, whatever {@code --stats-interval} says. */
  @Test
  void aResponseThatHasArrivedIsCounted() {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 1; i <= 20; i++) {
        client.send(command("GET", "a"));
        client.readValue();
        var stats = ProxyStats.of(proxy);
        assertThat(stats.server("alpha", "s1", "requests")).isEqualTo(i);
        assertThat(stats.server("alpha", "s1", "responses")).isEqualTo(i);
        assertThat(stats.server("alpha", "s1", "out_queue")).isZero();
      }
    }
  }

  @Test
  void connectionsOverUnixSocketsCountLikeAnyOther() {
    try (var server = RedisServer.startOnUnixSocket();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 1; i <= 3; i++) {
        client.send(command("GET", "a"));
        assertThat(client.readValue()).isEqualTo("$-1\r\n");
        assertThat(ProxyStats.of(proxy).server("alpha", "s1", "server_connections")).isEqualTo(1);
        server.restart();
        Awaitility.await()
            .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "server_connections") == 0);
        assertThat(ProxyStats.of(proxy).server("alpha", "s1", "server_eof")).isEqualTo(i);
      }
    }
  }

  /** So many servers that no socket buffer takes the whole line. */
  @Test
  void readersThatDoNotReadHoldUpNobody() throws IOException {
    var servers = new ArrayList<String>();
    for (int i = 0; i < 20_000; i++) {
      servers.add("127.0.0.1:1:1 nobody" + i);
    }
    var pool = TestPool.redis("alpha", servers).with("distribution", "modula");
    var silent = new ArrayList<PipeliningClient>();
    try (var proxy = kind.start(List.of(pool), 16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 300; i++) {
        silent.add(PipeliningClient.connectWithSmallReceiveBuffer(proxy.statsAddress()));
      }
      assertThat(ProxyStats.of(proxy).pool("alpha", "client_connections")).isEqualTo(1);
      assertThat(SocketTable.timersOfAccepted(proxy.statsAddress())).hasSizeBetween(1, 32);
      client.send(command("PING"));
      assertThat(client.readValue()).isEqualTo("+PONG\r\n");
    } finally {
      for (var reader : silent) {
        reader.close();
      }
    }
  }

  @Test
  void thePortAnswersWhileTheWorkersAreBusy() throws Exception {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var over = new AtomicBoolean();
      for (int i = 0; i < 4; i++) {
        var _ = threads.submit(() -> keepBusy(proxy, over));
      }
      for (int i = 0; i < 20; i++) {
        var start = System.nanoTime();
        ProxyStats.of(proxy);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
      }
      over.set(true);
    }
  }

  private static @Nullable Void keepBusy(SubjectProxy proxy, AtomicBoolean over)
      throws IOException {
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      while (!over.get()) {
        for (int i = 0; i < 200; i++) {
          client.write("GET", "a");
        }
        client.flush();
        for (int i = 0; i < 200; i++) {
          client.read();
        }
      }
    }
    return null;
  }
}
