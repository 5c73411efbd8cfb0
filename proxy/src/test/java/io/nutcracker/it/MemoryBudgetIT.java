// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that together want more memory than {@code max_memory}. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@ExtendWith(SampledLeaks.class)
final class MemoryBudgetIT {
  private static final int MB = 1024 * 1024;
  private static final int MAX_MEMORY = 32 * MB;

  private final RedisServer server = RedisServer.start();
  private final long before = PlatformDependent.usedDirectMemory();
  private final List<PipeliningClient> clients = new ArrayList<>();
  private final SubjectProxy proxy;

  MemoryBudgetIT(SubjectProxy.Starter kind) {
    var pool = TestPool.redis("alpha", List.of(server.poolEntry("s1")));
    proxy = kind.startWithMemory(List.of(pool), MAX_MEMORY);
  }

  @BeforeEach
  void store() {
    server.command("SET", "large", "x".repeat(MB));
  }

  @AfterEach
  void stop() throws IOException {
    for (var client : clients) {
      client.close();
    }
    proxy.close();
    server.close();
  }

  private PipeliningClient connect() throws IOException {
    var client = PipeliningClient.connectWithSmallReceiveBuffer(proxy.address("alpha"));
    clients.add(client);
    return client;
  }

  /** Each alone would be within all other limits. */
  @Test
  void whoDoesNotReadIsClosedBeforeMemoryGrowsWithoutEnd() throws IOException {
    var other = connect();
    for (int i = 0; i < 40; i++) {
      var slow = connect();
      for (int j = 0; j < 16; j++) {
        slow.write("GET", "large");
      }
      slow.flush();
      assertIsServed(other);
    }
    Awaitility.await().until(() -> clientErrors() > 0);
    assertIsServed(other);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(used()).isLessThan(2L * MAX_MEMORY));
    assertIsServed(other);
    assertThat(other.call("GET", "large")).hasSize(MB + 12);
  }

  /** They fill the memory and would wait for each other for ever. */
  @Test
  void halfSentRequestsAreNotReadOnUntilOthersMadeRoom() throws IOException {
    var other = connect();
    var senders = new ArrayList<PipeliningClient>();
    for (int i = 0; i < 34; i++) {
      var sender = connect();
      sender.writeRaw("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n".formatted(2 * MB));
      sender.writeRaw("x".repeat(MB)).flush();
      senders.add(sender);
      assertIsServed(other);
    }
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> clientErrors() > 0);
    assertIsServed(other);
    int served = 0;
    for (var sender : senders) {
      served += finish(sender) ? 1 : 0;
    }
    assertThat(served).isBetween(15, 33);
    assertThat(clientErrors()).isEqualTo(34 - served);
    assertIsServed(other);
  }

  private static boolean finish(PipeliningClient sender) {
    try {
      sender.writeRaw("x".repeat(MB) + "\r\n").flush();
      return sender.read().equals("+OK\r\n");
    } catch (IOException _) {
      return false; // It was closed to make room.
    }
  }

  private long clientErrors() {
    return ProxyStats.of(proxy).pool("alpha", "client_err");
  }

  private long used() {
    return PlatformDependent.usedDirectMemory() - before;
  }

  /** A small request and response, many times. */
  private static void assertIsServed(PipeliningClient client) throws IOException {
    for (int i = 0; i < 100; i++) {
      assertThat(client.call("EXISTS", "nothing")).isEqualTo(":0\r\n");
    }
  }
}
