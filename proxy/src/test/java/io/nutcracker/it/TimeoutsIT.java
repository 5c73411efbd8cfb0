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
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The directive {@code timeout}: each request has its own deadline. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@Tag("alone")
record TimeoutsIT(SubjectProxy.Starter kind) {
  private static final String TIMED_OUT = "-ERR Connection timed out\r\n";
  private static final int TIMEOUT_MS = 300;

  /** Other programs on the machine may keep a thread from running for a while. */
  private static final int LATE_MS = 250;

  private SubjectProxy proxyFor(String server) {
    return kind.start(
        List.of(TestPool.redis("alpha", List.of(server)).with("timeout", "" + TIMEOUT_MS)), 16384);
  }

  @Test
  void aRequestFailsAtItsOwnDeadlineAndNoOthers() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var a = RawConnection.connect(proxy.address("alpha"));
        var b = RawConnection.connect(proxy.address("alpha"))) {
      var sentA = System.nanoTime();
      a.send(command("GET", "a"));
      var first = server.accept();
      first.readValue();
      awaitNanos(sentA, 200);
      var sentB = System.nanoTime();
      b.send(command("GET", "b"));
      assertThat(a.readValue()).isEqualTo(TIMED_OUT);
      assertThat(millisSince(sentA)).isBetween(TIMEOUT_MS - 1L, (long) TIMEOUT_MS + LATE_MS);
      assertThat(b.readValue()).isEqualTo(TIMED_OUT);
      assertThat(millisSince(sentB)).isBetween(TIMEOUT_MS - 1L, (long) TIMEOUT_MS + LATE_MS);
      first.close();
    }
  }

  @Test
  void aLateResponseIsSwallowedAndTheNextOneArrives() {
    try (var server = FakeServer.start();
        var proxy = onOneWorker().proxyFor(server.poolEntry("s1"));
        var a = RawConnection.connect(proxy.address("alpha"));
        var b = RawConnection.connect(proxy.address("alpha"))) {
      var sentA = System.nanoTime();
      a.send(command("GET", "a"));
      var first = server.accept();
      first.readValue();
      awaitNanos(sentA, 200);
      b.send(command("GET", "b"));
      assertThat(first.readValue()).isEqualTo(command("GET", "b"));
      assertThat(a.readValue()).isEqualTo(TIMED_OUT);
      first.send("$1\r\n1\r\n$1\r\n2\r\n");
      assertThat(b.readValue()).isEqualTo("$1\r\n2\r\n");
      first.close();
    }
  }

  @Test
  void aDepartedClientsRequestTimesOutForNobodyElse() {
    try (var server = FakeServer.start();
        var proxy = onOneWorker().proxyFor(server.poolEntry("s1"));
        var a = RawConnection.connect(proxy.address("alpha"));
        var b = RawConnection.connect(proxy.address("alpha"))) {
      var sentA = System.nanoTime();
      a.send(command("GET", "a"));
      try (var first = server.accept()) {
        first.readValue();
        a.reset();
        awaitNanos(sentA, 200);
        b.send(command("GET", "b"));
        assertThat(first.readValue()).isEqualTo(command("GET", "b"));
        awaitNanos(sentA, TIMEOUT_MS + 50);
        first.send("$1\r\n1\r\n$1\r\n2\r\n");
        assertThat(b.readValue()).isEqualTo("$1\r\n2\r\n");
      }
    }
  }

  /** So that all clients share one connection to the server. */
  private TimeoutsIT onOneWorker() {
    return new TimeoutsIT(SubjectProxy.with(1, kind.transport()));
  }

  @Test
  void pipelinedRequestsTimeOutAndTheConnectionStays() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("GET", "a") + command("PING") + command("MGET", "b", "c"));
      var silent = server.accept();
      assertThat(client.readValue()).isEqualTo(TIMED_OUT);
      assertThat(client.readValue()).isEqualTo("+PONG\r\n");
      assertThat(client.readValue()).isEqualTo(TIMED_OUT);
      client.send(command("GET", "d"));
      try (var next = server.accept()) {
        assertThat(next.readValue()).isEqualTo(command("GET", "d"));
        next.send("$1\r\n4\r\n");
        assertThat(client.readValue()).isEqualTo("$1\r\n4\r\n");
      }
      silent.close();
      var stats = ProxyStats.of(proxy);
      assertThat(stats.server("alpha", "s1", "server_timedout")).isEqualTo(1);
      assertThat(stats.pool("alpha", "forward_error")).isEqualTo(2);
    }
  }

  @Test
  void aPausedServerTimesOutAndLaterAnswersOnlyWhatItIsAskedThen() throws IOException {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"))) {
      try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
        setValues(client);
        server.pause();
        for (int i = 0; i < 50; i++) {
          client.write("GET", "key" + i);
        }
        client.flush();
        for (int i = 0; i < 50; i++) {
          assertThat(client.read()).isEqualTo(TIMED_OUT);
        }
        for (int i = 0; i < 10; i++) {
          client.write("GET", "key" + i);
        }
        client.flush();
        server.resume();
        for (int i = 0; i < 10; i++) {
          assertThat(client.read()).isIn("$6\r\nvalue" + i + "\r\n", TIMED_OUT);
        }
        for (int i = 50; i < 100; i++) {
          assertThat(client.call("GET", "key" + i)).isEqualTo("$7\r\nvalue" + i + "\r\n");
        }
      }
      ProxyStats.awaitQuiet(proxy, "alpha");
    }
  }

  private static void setValues(PipeliningClient client) throws IOException {
    for (int i = 0; i < 100; i++) {
      client.write("SET", "key" + i, "value" + i);
    }
    client.flush();
    for (int i = 0; i < 100; i++) {
      assertThat(client.read()).isEqualTo("+OK\r\n");
    }
  }

  /** It takes nothing in, sends a little while the first requests wait, then nothing any more. */
  @Test
  void clientsDoNotWaitForeverForRoomAtAServer() throws Exception {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      var sender = Thread.startVirtualThread(() -> setLargeValues(client));
      try (var first = server.accept()) {
        var start = System.nanoTime();
        first.send("$1000000\r\n");
        for (int i = 1; i <= 8; i++) {
          awaitNanos(start, i * 50L);
          first.send("x");
        }
        for (int i = 0; i < 12; i++) {
          assertThat(client.read()).isEqualTo(TIMED_OUT);
        }
      }
      sender.join();
    }
  }

  private static void setLargeValues(PipeliningClient client) {
    try {
      for (int i = 0; i < 12; i++) {
        client.write("SET", "a", "x".repeat(1_000_000));
      }
      client.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void connectingCountsAsWaiting() {
    try (var server = FakeServer.startFull();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      var sent = System.nanoTime();
      client.send(command("GET", "a"));
      assertThat(client.readValue()).isEqualTo(TIMED_OUT);
      assertThat(millisSince(sent)).isBetween(TIMEOUT_MS - 1L, (long) TIMEOUT_MS + LATE_MS);
      assertThat(ProxyStats.of(proxy).proxy("curr_connections")).isEqualTo(2);
    }
  }

  @Test
  void aConnectionMustBeReadyWithinTheConnectTimeout() {
    try (var server = FakeServer.startFull();
        var proxy = kind.start(List.of(pool(server).with("connect_timeout", "300")), 16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      var sent = System.nanoTime();
      client.send(command("GET", "a") + command("GET", "b"));
      assertThat(client.readValue()).isEqualTo(TIMED_OUT);
      assertThat(client.readValue()).isEqualTo(TIMED_OUT);
      assertThat(millisSince(sent)).isBetween(TIMEOUT_MS - 1L, (long) TIMEOUT_MS + LATE_MS);
      assertThat(ProxyStats.of(proxy).server("alpha", "s1", "server_timedout")).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIsSlowToAcceptIsNotTakenForSilent() {
    try (var server = FakeServer.startFull();
        var proxy =
            kind.start(
                List.of(
                    pool(server)
                        .with("timeout", "" + TIMEOUT_MS)
                        .with("connect_timeout", "10000")
                        .with("auto_eject_hosts", "true")
                        .with("server_failure_limit", "1")),
                16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("GET", "a"));
      assertThat(client.readValue()).isEqualTo(TIMED_OUT);
      server.makeRoom();
      try (var late = server.accept()) {
        client.send(command("GET", "b"));
        assertThat(late.readValue()).isEqualTo(command("GET", "a"));
        assertThat(late.readValue()).isEqualTo(command("GET", "b"));
        late.send("$1\r\n1\r\n$1\r\n2\r\n");
        assertThat(client.readValue()).isEqualTo("$1\r\n2\r\n");
      }
      var stats = ProxyStats.of(proxy);
      assertThat(stats.server("alpha", "s1", "server_timedout")).isZero();
      assertThat(stats.pool("alpha", "server_ejects")).isZero();
    }
  }

  private static TestPool pool(FakeServer server) {
    return TestPool.redis("alpha", List.of(server.poolEntry("s1")));
  }

  private static void awaitNanos(long since, long millis) {
    var until = since + TimeUnit.MILLISECONDS.toNanos(millis);
    for (var now = System.nanoTime(); now < until; now = System.nanoTime()) {
      LockSupport.parkNanos(until - now);
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
