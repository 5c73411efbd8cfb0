// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pool says about the requests of its clients: their size, keys and number. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record RequestLimitsIT(SubjectProxy.Starter kind) {
  private static final List<String> NO_SERVER = List.of("127.0.0.1:1:1 s1");
  private static final TestPool REDIS = TestPool.redis("alpha", NO_SERVER);
  private static final TestPool MEMCACHED = TestPool.memcached("alpha", NO_SERVER);

  private SubjectProxy proxyFor(TestPool pool) {
    return kind.start(List.of(pool), 16384);
  }

  @Test
  void aLargerRequestEndsTheConversationWithRedisClients() {
    try (var proxy = proxyFor(REDIS.with("max_request_size", "4kb"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("ECHO", "x".repeat(4000)));
      assertThat(client.readValue()).hasSize(4009);
      client.send(command("ECHO", "x".repeat(4100)));
      assertThat(client.readToEnd())
          .isEqualTo("-ERR Protocol error: request larger than 4096 bytes\r\n");
    }
  }

  @Test
  void aLargerValueIsSwallowedForMemcachedClients() {
    try (var proxy = proxyFor(MEMCACHED.with("max_request_size", "4kb"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send("set k 0 0 100000\r\n" + "x".repeat(100_000) + "\r\nmn\r\n");
      assertThat(client.readReply()).isEqualTo("SERVER_ERROR object too large for cache\r\n");
      assertThat(client.readReply()).isEqualTo("MN\r\n");
    }
  }

  @Test
  void longerKeysAreRefused() {
    try (var redis = proxyFor(REDIS.with("max_key_length", "5"));
        var memcached = proxyFor(MEMCACHED.with("max_key_length", "5"));
        var redisClient = RawConnection.connect(redis.address("alpha"));
        var memcachedClient = RawConnection.connect(memcached.address("alpha"))) {
      redisClient.send(command("GET", "abcdef") + command("GET", "abcde"));
      assertThat(redisClient.readValue())
          .isEqualTo("-ERR key of 6 bytes is longer than the limit of 5\r\n");
      assertThat(redisClient.readValue()).isEqualTo("-ERR Connection refused\r\n");
      memcachedClient.send("get abcdef\r\nget abcde\r\n");
      assertThat(memcachedClient.readReply()).isEqualTo("CLIENT_ERROR bad command line format\r\n");
      assertThat(memcachedClient.readReply()).isEqualTo("SERVER_ERROR Connection refused\r\n");
    }
  }

  @Test
  void furtherRequestsWaitInTheClientsSocket() {
    var get = command("GET", "a");
    try (var server = FakeServer.start();
        var proxy =
            proxyFor(
                TestPool.redis("alpha", List.of(server.poolEntry("s1")))
                    .with("max_pipeline", "2"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(get.repeat(5));
      try (var connection = server.accept()) {
        connection.read(2 * get.length());
        Awaitility.await()
            .during(Duration.ofMillis(100))
            .until(() -> ProxyStats.of(proxy).server("alpha", "s1", "out_queue") == 2);
        for (int i = 0; i < 3; i++) {
          connection.send("$1\r\n" + i + "\r\n");
          assertThat(client.readValue()).isEqualTo("$1\r\n" + i + "\r\n");
          connection.read(get.length());
        }
        connection.send("$-1\r\n$-1\r\n");
        assertThat(client.readValue() + client.readValue()).isEqualTo("$-1\r\n$-1\r\n");
      }
    }
  }
}
