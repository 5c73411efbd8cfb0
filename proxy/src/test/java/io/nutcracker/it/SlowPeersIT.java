// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients and servers that do not read what they are sent: memory stays bounded, others served. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@ExtendWith(SampledLeaks.class)
record SlowPeersIT(SubjectProxy.Starter kind) {
  private static final int MB = 1_000_000;

  /** Where {@code one_at_a_time} and {@code modula} put these keys. */
  private static final String ON_S1 = "a";

  private static final String ON_S2 = "foo";

  private SubjectProxy proxyFor(String... servers) {
    return kind.start(List.of(poolOf(servers)), 16384);
  }

  private static TestPool poolOf(String... servers) {
    return TestPool.redis("alpha", List.of(servers))
        .with("hash", "one_at_a_time")
        .with("hash_tag", "{}")
        .with("distribution", "modula");
  }

  @Test
  void aClientThatDoesNotReadHoldsLittleMemory() throws IOException {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var slow = PipeliningClient.connectWithSmallReceiveBuffer(proxy.address("alpha"));
        var other = PipeliningClient.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 10; i++) {
        other.call("SET", "large" + i, "x".repeat(MB) + i);
      }
      var before = PlatformDependent.usedDirectMemory();
      for (int i = 0; i < 100; i++) {
        slow.write("GET", "large" + i % 10);
      }
      slow.flush();
      assertIsServed(other);
      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(60 * MB);
      for (int i = 0; i < 100; i++) {
        assertThat(slow.readLine()).isEqualTo("$" + (MB + 1));
        assertThat(slow.read(MB + 3)).endsWith('0' + i % 10, '\r', '\n');
      }
    }
  }

  /** It did well with small responses, so the proxy let it have many requests under way. */
  @Test
  void aClientThatIsSentTooMuchIsClosed() throws IOException {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var slow = PipeliningClient.connectWithSmallReceiveBuffer(proxy.address("alpha"));
        var other = PipeliningClient.connect(proxy.address("alpha"))) {
      other.call("SET", "large", "x".repeat(MB));
      assertIsServed(slow);
      var before = PlatformDependent.usedDirectMemory();
      for (int i = 0; i < 400; i++) {
        slow.write("GET", "large");
      }
      slow.flush();
      awaitClosedForError(proxy);
      awaitUsedAtMost(before + 60 * MB);
      assertIsServed(other);
    }
  }

  @Test
  void aClientWithTooManyResponsesBehindAMissingOneIsClosed() throws IOException {
    try (var silent = FakeServer.start();
        var server = RedisServer.start();
        var proxy = proxyFor(silent.poolEntry("s1"), server.poolEntry("s2"));
        var waiting = PipeliningClient.connect(proxy.address("alpha"));
        var other = PipeliningClient.connect(proxy.address("alpha"))) {
      other.call("SET", ON_S2, "x".repeat(MB));
      assertIsServed(waiting);
      var before = PlatformDependent.usedDirectMemory();
      waiting.write("GET", ON_S1);
      for (int i = 0; i < 400; i++) {
        waiting.write("GET", ON_S2);
      }
      waiting.flush();
      awaitClosedForError(proxy);
      awaitUsedAtMost(before + 60 * MB);
      assertIsServed(other);
    }
  }

  private static void awaitClosedForError(SubjectProxy proxy) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProxyStats.of(proxy).pool("alpha", "client_err") == 1);
  }

  private static void awaitUsedAtMost(long bytes) {
    Awaitility.await().until(() -> PlatformDependent.usedDirectMemory() <= bytes);
  }

  @Test
  void aServerThatDoesNotReadMakesItsClientsWait() throws Exception {
    try (var paused = RedisServer.start();
        var working = RedisServer.start();
        var proxy = proxyFor(paused.poolEntry("s1"), working.poolEntry("s2"));
        var other = PipeliningClient.connect(proxy.address("alpha"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      paused.pause();
      var before = PlatformDependent.usedDirectMemory();
      var clients = new ArrayList<Future<List<String>>>();
      for (int i = 0; i < 20; i++) {
        clients.add(threads.submit(() -> setLargeValues(proxy)));
      }
      Awaitility.await()
          .until(() -> ProxyStats.of(proxy).pool("alpha", "client_connections") == 21);
      assertIsServed(other);
      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(60 * MB);
      paused.resume();
      for (var client : clients) {
        assertThat(client.get()).hasSize(20).containsOnly("+OK\r\n");
      }
    }
  }

  @Test
  void requestsToAServerThatDoesNotReadTimeOut() throws Exception {
    try (var paused = RedisServer.start();
        var working = RedisServer.start();
        var proxy =
            kind.start(
                List.of(
                    poolOf(paused.poolEntry("s1"), working.poolEntry("s2")).with("timeout", "200")),
                16384);
        var other = PipeliningClient.connect(proxy.address("alpha"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      paused.pause();
      var client = threads.submit(() -> setLargeValues(proxy));
      assertIsServed(other);
      assertThat(client.get()).hasSize(20).containsOnly("-ERR Connection timed out\r\n");
      paused.resume();
      Awaitility.await().until(() -> other.call("SET", ON_S1, "1").equals("+OK\r\n"));
    }
  }

  private static List<String> setLargeValues(SubjectProxy proxy) throws IOException {
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 20; i++) {
        client.write("SET", ON_S1, "x".repeat(MB));
      }
      client.flush();
      var replies = new ArrayList<String>();
      for (int i = 0; i < 20; i++) {
        replies.add(client.read());
      }
      return replies;
    }
  }

  @Test
  void departedClientsLeaveNothingAtAServerThatDoesNotRead() throws IOException {
    try (var paused = RedisServer.start();
        var working = RedisServer.start();
        var proxy = proxyFor(paused.poolEntry("s1"), working.poolEntry("s2"))) {
      paused.pause();
      var before = PlatformDependent.usedDirectMemory();
      for (int i = 0; i < 60; i++) {
        try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
          client.write("PING").write("SET", ON_S1, "x".repeat(MB)).flush();
          assertThat(client.read()).isEqualTo("+PONG\r\n");
          client.reset();
        }
      }
      try (var other = PipeliningClient.connect(proxy.address("alpha"))) {
        assertIsServed(other);
      }
      // NIO does not notice a client's end while it does not read from it.
      var bound = kind.transport() == TransportChoice.NIO ? 90 * MB : 30 * MB;
      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(bound);
      paused.resume();
      ProxyStats.awaitQuiet(proxy, "alpha");
    }
  }

  /** A small request and response, many times. */
  private static void assertIsServed(PipeliningClient client) throws IOException {
    for (int i = 0; i < 300; i++) {
      assertThat(client.call("EXISTS", "{" + ON_S2 + "}not")).isEqualTo(":0\r\n");
    }
  }
}
