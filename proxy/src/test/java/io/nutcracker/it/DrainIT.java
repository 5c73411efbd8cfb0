// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy that stops answers what it has taken, and takes nothing more. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record DrainIT(SubjectProxy.Starter kind) {
  private static final String GET_A = command("GET", "a");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private SubjectProxy proxyFor(String server) {
    return kind.start(List.of(TestPool.redis("alpha", List.of(server))), 16384);
  }

  private static CompletableFuture<Integer> drain(SubjectProxy proxy, Duration timeout) {
    return proxy.drain(timeout, new CompletableFuture<>());
  }

  @Test
  void answersWhatIsInFlightAndClosesIdleClientsAtOnce() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var waiting = RawConnection.connect(proxy.address("alpha"));
        var idle = RawConnection.connect(proxy.address("alpha"));
        var halfWay = RawConnection.connect(proxy.address("alpha"))) {
      idle.send(command("PING"));
      halfWay.send(command("PING") + "*2\r\n$3\r\nGE");
      assertThat(idle.readValue()).isEqualTo("+PONG\r\n");
      assertThat(halfWay.readValue()).isEqualTo("+PONG\r\n");
      waiting.send(GET_A + GET_A);
      try (var connection = server.accept()) {
        connection.read((GET_A + GET_A).length());

        var drained = drain(proxy, LONG);
        assertThat(idle.readToEnd()).isEmpty();
        assertThat(halfWay.readToEnd()).isEmpty();
        Awaitility.await().until(() -> refusesClients(proxy));
        assertThat(drained).isNotDone();

        connection.send("$1\r\n1\r\n");
        assertThat(waiting.readValue()).isEqualTo("$1\r\n1\r\n");
        waiting.send(GET_A);
        connection.send("$1\r\n2\r\n");
        assertThat(waiting.readToEnd()).isEqualTo("$1\r\n2\r\n");
        waiting.finishSending();
        assertThat(drained.join()).isZero();
      }
    }
  }

  /** Java closes its listeners with its next look at the sockets. */
  private static boolean refusesClients(SubjectProxy proxy) {
    try (var _ = RawConnection.connect(proxy.address("alpha"))) {
      return false;
    } catch (UncheckedIOException _) {
      return true;
    }
  }

  @Test
  void answersAllThatHadArrivedEvenBeyondTheWindow() {
    int requests = 40;
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A.repeat(requests));
      try (var connection = server.accept()) {
        connection.read(GET_A.length());
        var drained = drain(proxy, LONG);
        connection.send("$1\r\n1\r\n");
        for (int i = 1; i < requests; i++) {
          connection.read(GET_A.length());
          connection.send("$1\r\n1\r\n");
        }
        assertThat(client.readToEnd()).isEqualTo("$1\r\n1\r\n".repeat(requests));
        client.finishSending();
        assertThat(drained.join()).isZero();
      }
    }
  }

  @Test
  void waitsForAClientThatReadsSlowly() {
    var value = "x".repeat(50_000_000);
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(server.command("SET", "a", value)).isEqualTo("+OK\r\n");
      client.send(GET_A);
      assertThat(client.read(1)).isEqualTo("$");
      var drained = drain(proxy, LONG);
      assertThat(client.readToEnd()).hasSize(("50000000\r\n" + value + "\r\n").length());
      client.finishSending();
      assertThat(drained.join()).isZero();
    }
  }

  @Test
  void countsTheClientsThatStillWaitWhenTheTimeIsUp() {
    try (var server = FakeServer.start()) {
      var clients = new ArrayList<RawConnection>();
      try (var proxy = proxyFor(server.poolEntry("s1"))) {
        for (int i = 0; i < 3; i++) {
          clients.add(RawConnection.connect(proxy.address("alpha")));
        }
        clients.get(0).send(GET_A);
        clients.get(1).send(GET_A);
        awaitRequests(proxy, 2);
        assertThat(drain(proxy, SHORT).join()).isEqualTo(2);
        assertThat(clients.get(2).readToEnd()).isEmpty();
      }
      clients.forEach(client -> assertThat(client.readToEnd()).isEmpty());
      clients.forEach(RawConnection::close);
    }
  }

  private static void awaitRequests(SubjectProxy proxy, int requests) {
    Awaitility.await()
        .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "requests") == requests);
  }

  @Test
  void waitsForNobodyWhenToldTo() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET_A);
      awaitRequests(proxy, 1);
      var atOnce = new CompletableFuture<Void>();
      var drained = proxy.drain(LONG, atOnce);
      assertThat(drained).isNotDone();
      atOnce.complete(null);
      assertThat(drained.join()).isEqualTo(1);
    }
  }

  @Test
  void aRequestWithoutResponseStillReachesItsServer() {
    var set = "set a 0 0 1 noreply\r\nx\r\n";
    var forwarded = "set a 0 0 1\r\nx\r\n";
    try (var server = FakeServer.start();
        var proxy =
            kind.start(
                List.of(TestPool.memcached("alpha", List.of(server.poolEntry("s1")))), 16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(set);
      awaitRequests(proxy, 1);
      var drained = drain(proxy, LONG);
      assertThat(client.readToEnd()).isEmpty();
      try (var connection = server.accept()) {
        assertThat(connection.read(forwarded.length())).isEqualTo(forwarded);
        assertThat(drained).isNotDone();
        connection.send("STORED\r\n");
        assertThat(drained.join()).isZero();
      }
    }
  }

  /** What a server has done its client was told, each response is whole, and none takes long. */
  @Test
  void underLoadEveryRequestThatReachedAServerIsAnswered() {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"))) {
      var clients = new ArrayList<CompletableFuture<String>>();
      for (int i = 0; i < 20; i++) {
        var client = RawConnection.connect(proxy.address("alpha"));
        var key = "counter" + i;
        clients.add(
            CompletableFuture.supplyAsync(
                () -> countUntilTheEnd(client, key), task -> new Thread(task).start()));
      }
      Awaitility.await()
          .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "responses") > 1000);
      assertThat(drain(proxy, LONG).join()).isZero();
      for (int i = 0; i < clients.size(); i++) {
        var done = Resp.bulk(server.command("GET", "counter" + i));
        assertThat(clients.get(i).join()).isEqualTo(":" + done + "\r\n");
      }
    }
  }

  /** Keeps four requests under way; returns the last response and what came after it. */
  private static String countUntilTheEnd(RawConnection client, String key) {
    var request = command("INCR", key);
    try (client) {
      client.send(request.repeat(4));
      var last = "";
      for (var next = client.readValueOrEnd(); next != null; next = client.readValueOrEnd()) {
        last = next;
        client.send(request);
      }
      return last + client.readToEnd();
    }
  }
}
