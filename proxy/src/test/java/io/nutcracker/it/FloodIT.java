// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.ProxyProcess;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One worker, in a process of its own, and crowds of clients that are idle, slow or greedy: its
 * memory stays bounded, and the others hardly notice. With {@code mvn -Plong verify} the crowds are
 * ten times as large.
 */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyTransport")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@Tag("alone")
final class FloodIT {
  private static final int MB = 1024 * 1024;

  /** Where {@code one_at_a_time} and {@code modula} put these keys. */
  private static final String ON_S1 = "a";

  private static final String ON_S2 = "foo";

  private static final boolean LONG = Boolean.getBoolean("long");

  private static final int IDLE = LONG ? 10_000 : 1000;
  private static final int GREEDY = LONG ? 1000 : 100;
  private static final int DRIPPING = LONG ? 1000 : 100;
  private static final int ACTIVE = LONG ? 200 : 20;
  private static final Duration MEASURED = Duration.ofSeconds(LONG ? 10 : 1);
  private static final Duration DRIPPED = LONG ? Duration.ofMinutes(2) : Duration.ofSeconds(3);

  private static final int MAX_MEMORY_MB = LONG ? 256 : 64;

  /** What a crowd may leave behind: objects that Java has not yet collected. */
  private static final int LEFT_MB = 32;

  /** Of the machine's other work, a test must let this pass. */
  private static final Duration NOISE = Duration.ofMillis(20);

  private final SubjectProxy.Starter kind;
  private final RedisServer s1 = RedisServer.start();
  private final RedisServer s2 = RedisServer.start();
  private final ProxyProcess proxy;
  private final List<SocketChannel> crowd = new ArrayList<>();
  private final Visitors quiet;

  FloodIT(SubjectProxy.Starter kind) throws Exception {
    this.kind = kind;
    proxy =
        ProxyProcess.start(
            IDLE + 1000,
            kind.settings() + "max_memory: " + MAX_MEMORY_MB + "mb\n",
            List.of(
                TestPool.redis("alpha", List.of(s1.poolEntry("s1"), s2.poolEntry("s2")))
                    .with("hash", "one_at_a_time")
                    .with("distribution", "modula")));
    load(); // Until it is compiled.
    quiet = load();
    report("quiet", quiet);
  }

  @AfterEach
  void stop() {
    crowd.forEach(FloodIT::close);
    proxy.close();
    s1.close();
    s2.close();
  }

  /** Clients of the second server. */
  private Visitors load() throws Exception {
    return Visitors.of(address(), ON_S2, ACTIVE, MEASURED);
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) proxy.address("alpha");
  }

  private void report(String when, Object what) {
    System.out.printf(
        "%s, %s: %s; %d MB resident%n",
        kind.transport().configName(), when, what, proxy.residentBytes() / MB);
  }

  @Test
  void idleClientsCostLittle() throws Exception {
    var before = proxy.residentBytes();
    var ping = Resp.command("PING");
    for (int i = 0; i < IDLE; i++) {
      send(connect(), ping);
    }
    awaitClients(IDLE);
    assertOthersAreServed(IDLE + " idle clients");
    assertThat(proxy.residentBytes() - before).isLessThan(100L * MB);
    leave(before);
  }

  /**
   * Each of them asks for 3 MB of the first server. While these arrive, the worker is busy; when it
   * has all that it wants, nobody else notices any more.
   */
  @Test
  void whoAsksForMuchAndDoesNotReadIsHeldBack() throws Exception {
    s1.command("SET", ON_S1, "x".repeat(100_000));
    var before = proxy.residentBytes();
    var requests = Resp.command("GET", ON_S1).repeat(32);
    for (int i = 0; i < GREEDY; i++) {
      send(connect(), requests);
    }
    report(GREEDY + " clients have asked for much", load());
    assertOthersAreServed(GREEDY + " clients do not read");
    assertThat(proxy.residentBytes() - before).isLessThan(3L * MAX_MEMORY_MB * MB);
    leave(before);
  }

  @Test
  void whoSendsAByteASecondIsWaitedFor() throws Exception {
    var request = Resp.command("SET", ON_S1, "x".repeat(1000)).getBytes(US_ASCII);
    for (int i = 0; i < DRIPPING; i++) {
      connect();
    }
    var sent = new AtomicInteger();
    try (var clock = Executors.newSingleThreadScheduledExecutor()) {
      clock.scheduleAtFixedRate(
          () -> {
            var next = sent.getAndIncrement();
            crowd.forEach(client -> send(client, request, next, next + 1));
          },
          0,
          1,
          TimeUnit.SECONDS);
      assertOthersAreServed(DRIPPING + " clients send a byte a second");
      Awaitility.await()
          .atMost(DRIPPED.multipliedBy(2))
          .until(() -> sent.get() > DRIPPED.toSeconds());
      clock.shutdown(); // Not now: to interrupt a client that sends is to close it.
      assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    for (var client : crowd) {
      send(client, request, sent.get(), request.length);
      assertThat(read(client, 5)).isEqualTo("+OK\r\n");
    }
  }

  /**
   * Twice the time that they see without the crowd is much less than what a stall would cost. What
   * else the machine does passes; a stall does not.
   */
  private void assertOthersAreServed(String crowd) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          var load = load();
          report(crowd, load);
          assertThat(load.p99()).isLessThan(quiet.p99().multipliedBy(2).plus(NOISE));
        });
  }

  /** The crowd goes, and the memory for it goes back to the system. */
  private void leave(long residentBefore) {
    crowd.forEach(FloodIT::close);
    awaitClients(0);
    report("gone", "the crowd");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> proxy.residentBytes() < residentBefore + LEFT_MB * MB);
    report("memory", "given back");
  }

  private void awaitClients(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ProxyStats.of(proxy).pool("alpha", "client_connections") == count);
  }

  private SocketChannel connect() {
    try {
      var client = SocketChannel.open();
      crowd.add(client);
      client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
      client.connect(address());
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(SocketChannel client, String bytes) {
    send(client, bytes.getBytes(US_ASCII), 0, bytes.length());
  }

  private static void send(SocketChannel client, byte[] bytes, int from, int to) {
    try {
      client.write(ByteBuffer.wrap(bytes, from, to - from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(SocketChannel client, int length) {
    try {
      var bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        assertThat(client.read(bytes)).isPositive();
      }
      return US_ASCII.decode(bytes.flip()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
