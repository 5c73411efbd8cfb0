// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import io.nutcracker.testing.ZipfKeys;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Each of the three parts of a request's time, made long while the others are short. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record LatencyIT(SubjectProxy.Starter kind) {
  private static final long PAUSE_MS = 300;
  private static final long LONG_MICROS = 250_000;
  private static final long SHORT_MICROS = 200_000;

  private static TestPool pool(String... servers) {
    return TestPool.redis("alpha", List.of(servers));
  }

  /** The longest of the pool's requests in this group, in microseconds. */
  private static long most(HttpVisitor visitor, String group, String part) {
    return ofPool(visitor, "groups", group, part).path("max").asLong();
  }

  private static JsonNode ofPool(HttpVisitor visitor, String kind, String name, String part) {
    return visitor.json("/latency").path("pools").path(0).path(kind).path(name).path(part);
  }

  /** It is recorded when the client may have its response already. */
  private static void awaitLong(HttpVisitor visitor, String group, String part) {
    Awaitility.await(group + " " + part)
        .untilAsserted(() -> assertThat(most(visitor, group, part)).isGreaterThan(LONG_MICROS));
  }

  private static void pass(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Test
  void aSlowServerIsSeenInItsPart() {
    try (var server = RedisServer.start();
        var proxy = kind.start(List.of(pool(server.poolEntry("s1"))), 16384);
        var visitor = new HttpVisitor(proxy.statsAddress());
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "CLIENT", "SETNAME", "me");
      say(client, "GET", "key");
      server.pause();
      client.send(command("SET", "key", "secret"));
      pass(PAUSE_MS);
      server.resume();
      assertThat(client.readValue()).isEqualTo("+OK\r\n");

      awaitLong(visitor, "write", "server");
      assertThat(most(visitor, "write", "waiting")).isLessThan(SHORT_MICROS);
      assertThat(most(visitor, "write", "client")).isLessThan(SHORT_MICROS);
      assertThat(most(visitor, "read", "server")).isLessThan(SHORT_MICROS);
      assertThat(ofPool(visitor, "servers", "s1", "server").path("max").asLong())
          .isGreaterThan(LONG_MICROS);
      assertThat(ofPool(visitor, "servers", "s1", "server").path("count").asLong()).isEqualTo(2);
      JsonNode alpha = visitor.json("/latency").path("pools").path(0);
      assertThat(alpha.path("latency_tracking").asBoolean()).isTrue();
      assertThat(alpha.path("all").path("count").asLong()).isEqualTo(2);
      assertThat(alpha.path("all").path("max").asLong()).isGreaterThan(LONG_MICROS);

      assertThat(say(client, "INFO", "latencystats"))
          .contains("# Latencystats\r\n", "latency_percentiles_usec_write_server:p50=", ",p99.99=");
      assertThat(say(client, "INFO")).doesNotContain("latency_percentiles");
      assertThat(say(client, "SLOWLOG", "LEN")).isEqualTo(":1\r\n");
      List<String> slow = Resp.elements(Resp.elements(say(client, "SLOWLOG", "GET")).getFirst());
      assertThat(slow).hasSize(6);
      assertThat(Long.parseLong(slow.get(2).strip().substring(1))).isGreaterThan(LONG_MICROS);
      assertThat(Resp.elements(slow.get(3)).stream().map(Resp::bulk))
          .containsExactly("SET", "key", "(6 bytes)");
      assertThat(Resp.bulk(slow.get(5))).isEqualTo("me");
      JsonNode told = visitor.json("/slowlog").path("pools").path("alpha").path(0);
      assertThat(told.path("server").asString()).isEqualTo("s1");
      assertThat(told.path("server_us").asLong()).isGreaterThan(LONG_MICROS);
      assertThat(told.path("waiting_us").asLong()).isLessThan(SHORT_MICROS);
      assertThat(say(client, "SLOWLOG", "RESET")).isEqualTo("+OK\r\n");
      assertThat(say(client, "SLOWLOG", "GET")).isEqualTo("*0\r\n");
    }
  }

  /** It reads nothing for a while; the server has answered long ago. */
  @Test
  void aSlowClientIsSeenInItsPart() throws IOException {
    try (var server = RedisServer.start();
        var proxy = kind.start(List.of(pool(server.poolEntry("s1"))), 16384);
        var visitor = new HttpVisitor(proxy.statsAddress());
        var slow = PipeliningClient.connectWithSmallReceiveBuffer(proxy.address("alpha"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      say(other, "SET", "large", "x".repeat(4_000_000));
      say(other, "SLOWLOG", "RESET");
      for (int i = 0; i < 4; i++) {
        slow.write("GET", "large");
      }
      slow.flush();
      Awaitility.await("responses")
          .until(() -> ofPool(visitor, "servers", "s1", "server").path("count").asLong() > 1);
      pass(PAUSE_MS);
      for (int i = 0; i < 4; i++) {
        assertThat(slow.read()).hasSize(4_000_000 + 12);
      }
      Awaitility.await("the client's part")
          .until(() -> most(visitor, "read", "client") > LONG_MICROS);
      assertThat(ofPool(visitor, "servers", "s1", "waiting").path("max").asLong())
          .isLessThan(SHORT_MICROS);
      Awaitility.await("slow log").until(() -> say(other, "SLOWLOG", "GET").contains("large"));
    }
  }

  /** The server lets the proxy wait for the answer to AUTH. */
  @Test
  void aSlowConnectionIsSeenAsWaiting() {
    try (var server = FakeServer.start()) {
      var pool = pool(server.poolEntry("s1")).with("redis_auth", "secret");
      try (var proxy = kind.start(List.of(pool), 16384);
          var visitor = new HttpVisitor(proxy.statsAddress());
          var client = RawConnection.connect(proxy.address("alpha"))) {
        say(client, "AUTH", "secret");
        client.send(command("GET", "key"));
        try (var connection = server.accept()) {
          connection.read(command("AUTH", "secret").length());
          pass(PAUSE_MS);
          connection.send("+OK\r\n");
          connection.read(command("GET", "key").length());
          connection.send("$1\r\nv\r\n");
          assertThat(client.readValue()).isEqualTo("$1\r\nv\r\n");
          awaitLong(visitor, "read", "waiting");
          assertThat(most(visitor, "read", "server")).isLessThan(SHORT_MICROS);
          assertThat(most(visitor, "read", "client")).isLessThan(SHORT_MICROS);
        }
      }
    }
  }

  /** Its response is there, but an earlier one is not. */
  @Test
  void whoseResponseWaitsForAnEarlierOneIsWaiting() {
    try (var one = RedisServer.start();
        var two = RedisServer.start()) {
      var pool =
          pool(one.poolEntry("s1"), two.poolEntry("s2"))
              .with("hash", "one_at_a_time")
              .with("distribution", "modula");
      try (var proxy = kind.start(List.of(pool), 16384);
          var visitor = new HttpVisitor(proxy.statsAddress());
          var client = RawConnection.connect(proxy.address("alpha"))) {
        say(client, "GET", "foo");
        say(client, "GET", "a");
        one.pause();
        client.send(command("GET", "a") + command("SET", "foo", "v"));
        pass(PAUSE_MS);
        one.resume();
        assertThat(client.readValue()).isEqualTo("$-1\r\n");
        assertThat(client.readValue()).isEqualTo("+OK\r\n");
        awaitLong(visitor, "write", "waiting");
        assertThat(most(visitor, "write", "server")).isLessThan(SHORT_MICROS);
      }
    }
  }

  /** Who waits on purpose does not make a server slow. */
  @Test
  void waitingForDataHasAGroupOfItsOwn() {
    try (var server = RedisServer.start()) {
      var pool =
          pool(server.poolEntry("s1")).with("slowlog_log_slower_than", Long.toString(SHORT_MICROS));
      try (var proxy = kind.start(List.of(pool), 16384);
          var visitor = new HttpVisitor(proxy.statsAddress());
          var client = RawConnection.connect(proxy.address("alpha"))) {
        say(client, "GET", "key");
        say(client, "XREAD", "BLOCK", "300", "STREAMS", "s", "$");
        awaitLong(visitor, "blocking", "server");
        assertThat(ofPool(visitor, "servers", "s1", "server").path("count").asLong()).isEqualTo(1);
        assertThat(most(visitor, "read", "server")).isLessThan(SHORT_MICROS);
        assertThat(say(client, "SLOWLOG", "LEN")).isEqualTo(":0\r\n");
      }
    }
  }

  /** Nothing is ever sent to it, so nothing may wait for being sent. */
  @Test
  void whoWantsNoResponsesIsMeasuredAllTheSame() {
    try (var server = RedisServer.start();
        var proxy = kind.start(List.of(pool(server.poolEntry("s1"))), 16384);
        var visitor = new HttpVisitor(proxy.statsAddress());
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("CLIENT", "REPLY", "OFF"));
      for (int i = 0; i < 100; i++) {
        client.send(command("SET", "key", "v"));
      }
      Awaitility.await("requests").until(() -> count(visitor, "write") == 100);
    }
  }

  private static long count(HttpVisitor visitor, String group) {
    return ofPool(visitor, "groups", group, "client").path("count").asLong();
  }

  /** Every key is a sample here. */
  @Test
  void hotAndBigKeysAreFound() {
    try (var server = RedisServer.start()) {
      var pool = pool(server.poolEntry("s1")).with("hotkeys_sample", "1");
      try (var proxy = kind.start(List.of(pool), 16384);
          var visitor = new HttpVisitor(proxy.statsAddress());
          var client = RawConnection.connect(proxy.address("alpha"))) {
        for (int i = 0; i < 30; i++) {
          say(client, "GET", "key:" + i % 10);
          say(client, "GET", "hot");
        }
        say(client, "SET", "big", "x".repeat(100_000));
        Awaitility.await("samples")
            .until(() -> ofKeys(visitor, "/hotkeys").path("samples").asLong() == 61);
        JsonNode hottest = ofKeys(visitor, "/hotkeys").path("keys").path(0);
        assertThat(hottest.path("key").asString()).isEqualTo("hot");
        assertThat(hottest.path("requests").asLong()).isEqualTo(30);
        JsonNode biggest = ofKeys(visitor, "/bigkeys").path(0);
        assertThat(biggest.path("key").asString()).isEqualTo("big");
        assertThat(biggest.path("bytes").asLong()).isBetween(100_000L, 100_100L);
      }
    }
  }

  /** Of so many samples the tenth key has 165 and the twentieth 83: chance does not swap them. */
  @Test
  void theTenHottestKeysAreFound() {
    long seed = System.nanoTime();
    var keys = new ZipfKeys(100_000, seed);
    try (var server = RedisServer.start()) {
      var pool = pool(server.poolEntry("s1")).with("hotkeys_sample", "1");
      try (var proxy = kind.start(List.of(pool), 16384);
          var visitor = new HttpVisitor(proxy.statsAddress());
          var client = RawConnection.connect(proxy.address("alpha"))) {
        for (int batch = 0; batch < 20; batch++) {
          var requests = new StringBuilder();
          for (int i = 0; i < 1000; i++) {
            requests.append(command("GET", "key:" + keys.next()));
          }
          client.send(requests.toString());
          client.read(1000 * "$-1\r\n".length());
        }
        Awaitility.await("samples")
            .until(() -> ofKeys(visitor, "/hotkeys").path("samples").asLong() == 20_000);
        var hottest =
            ofKeys(visitor, "/hotkeys")
                .path("keys")
                .valueStream()
                .limit(10)
                .map(this::rank)
                .toList();
        assertThat(hottest).as("seed %d", seed).allMatch(rank -> rank < 19);
        assertThat(hottest.subList(0, 3)).as("seed %d", seed).containsExactly(0, 1, 2);
      }
    }
  }

  private int rank(JsonNode hotKey) {
    return Integer.parseInt(hotKey.path("key").asString().substring("key:".length()));
  }

  private static JsonNode ofKeys(HttpVisitor visitor, String path) {
    return visitor.json(path).path("pools").path("alpha");
  }

  @Test
  void memcachedIsMeasuredAlike() {
    try (var server = MemcachedServer.start()) {
      var pool = TestPool.memcached("alpha", List.of(server.poolEntry("s1")));
      try (var proxy = kind.start(List.of(pool), 16384);
          var visitor = new HttpVisitor(proxy.statsAddress());
          var client = RawConnection.connect(proxy.address("alpha"))) {
        client.send("get key\r\n");
        assertThat(client.read(5)).isEqualTo("END\r\n");
        server.pause();
        client.send("set key 0 0 6\r\nsecret\r\n");
        pass(PAUSE_MS);
        server.resume();
        assertThat(client.read(8)).isEqualTo("STORED\r\n");
        awaitLong(visitor, "write", "server");
        assertThat(most(visitor, "read", "server")).isLessThan(SHORT_MICROS);
        assertThat(visitor.get("/slowlog").body())
            .contains("\"set\",\"key\",\"0\",\"0\",\"6\"")
            .doesNotContain("secret");
      }
    }
  }

  @Test
  void nothingIsMeasuredWhereItIsOff() {
    try (var server = RedisServer.start()) {
      var pool =
          pool(server.poolEntry("s1"))
              .with("latency_tracking", "false")
              .with("slowlog_log_slower_than", "0");
      try (var proxy = kind.start(List.of(pool), 16384);
          var visitor = new HttpVisitor(proxy.statsAddress());
          var client = RawConnection.connect(proxy.address("alpha"))) {
        say(client, "GET", "key");
        assertThat(visitor.json("/latency").path("pools").path(0).path("groups")).isEmpty();
        assertThat(say(client, "SLOWLOG", "LEN")).isEqualTo(":0\r\n");
      }
    }
  }
}
