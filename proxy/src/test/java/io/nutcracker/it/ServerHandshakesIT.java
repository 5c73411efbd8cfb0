// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code redis_auth} and {@code redis_db}: what a server is told before the first request. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record ServerHandshakesIT(SubjectProxy.Starter kind) {
  private static final String AUTH = command("AUTH", "secret");
  private static final String SELECT = command("SELECT", "3");
  private static final String GET = command("GET", "a");

  private SubjectProxy proxyFor(String server, Map<String, String> directives) {
    var pool = TestPool.redis("alpha", List.of(server));
    for (var directive : directives.entrySet()) {
      pool = pool.with(directive.getKey(), directive.getValue());
    }
    return kind.start(List.of(pool), 16384);
  }

  private static String say(RawConnection connection, String... words) {
    connection.send(command(words));
    return connection.readValue();
  }

  @Test
  void passwordAndDatabaseComeFirstAndInThisOrder() {
    try (var server = FakeServer.start();
        var proxy =
            proxyFor(server.poolEntry("s1"), Map.of("redis_auth", "secret", "redis_db", "3"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "AUTH", "secret");
      client.send(GET);
      try (var connection = server.accept()) {
        assertThat(connection.read((AUTH + SELECT).length())).isEqualTo(AUTH + SELECT);
        connection.send("+OK\r\n+O");
        connection.send("K\r\n");
        assertThat(connection.readValue()).isEqualTo(GET);
        connection.send("$1\r\n1\r\n");
        assertThat(client.readValue()).isEqualTo("$1\r\n1\r\n");
      }
    }
  }

  @Test
  void dataGoesToTheDatabaseOfAServerWithAPassword() {
    try (var server = RedisServer.startWithPassword("secret");
        var proxy =
            proxyFor(server.poolEntry("s1"), Map.of("redis_auth", "secret", "redis_db", "3"));
        var client = RawConnection.connect(proxy.address("alpha"));
        var direct = RawConnection.connect(server.address())) {
      assertThat(say(client, "SET", "a", "1")).isEqualTo("-NOAUTH Authentication required\r\n");
      assertThat(say(client, "AUTH", "wrong")).isEqualTo("-ERR invalid password\r\n");
      assertThat(say(client, "AUTH", "secret")).isEqualTo("+OK\r\n");
      assertThat(say(client, "SET", "a", "1")).isEqualTo("+OK\r\n");
      assertThat(say(client, "SELECT", "3")).isEqualTo("+OK\r\n");
      assertThat(say(client, "SELECT", "4")).isEqualTo("-ERR DB index is out of range\r\n");
      assertIsInDatabase3(direct);
    }
  }

  @Test
  void dataGoesToTheDatabaseOfAServerOnAUnixSocket() {
    try (var server = RedisServer.startOnUnixSocket();
        var proxy = proxyFor(server.poolEntry("s1"), Map.of("redis_db", "3"));
        var client = RawConnection.connect(proxy.address("alpha"));
        var direct = RawConnection.connect(server.address())) {
      assertThat(say(client, "SET", "a", "1")).isEqualTo("+OK\r\n");
      assertIsInDatabase3(direct);
    }
  }

  private static void assertIsInDatabase3(RawConnection direct) {
    say(direct, "AUTH", "secret");
    assertThat(say(direct, "EXISTS", "a")).isEqualTo(":0\r\n");
    say(direct, "SELECT", "3");
    assertThat(say(direct, "GET", "a")).isEqualTo("$1\r\n1\r\n");
  }

  @Test
  void aDatabaseThatTheServerDoesNotHaveFailsTheRequests() {
    try (var server = RedisServer.start();
        var proxy = proxyFor(server.poolEntry("s1"), Map.of("redis_db", "99"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 3; i++) {
        client.send(command("SET", "a", "1") + command("PING"));
        assertThat(client.readValue()).isEqualTo("-ERR DB index is out of range\r\n");
        assertThat(client.readValue()).isEqualTo("+PONG\r\n");
      }
      assertThat(server.command("DBSIZE")).isEqualTo(":0\r\n");
    }
  }

  @Test
  void aServerThatWantsAnotherPasswordSaysSoItself() {
    try (var server = RedisServer.startWithPassword("other");
        var proxy =
            proxyFor(server.poolEntry("s1"), Map.of("redis_auth", "secret", "redis_db", "3"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "AUTH", "secret");
      assertThat(say(client, "GET", "a")).isEqualTo("-NOAUTH Authentication required.\r\n");
    }
  }

  @Test
  void aServerThatEndsDuringTheHandshakeFailsTheRequests() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"), Map.of("redis_db", "3"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(GET);
      try (var connection = server.accept()) {
        connection.readValue();
      }
      assertThat(client.readValue()).isEqualTo("-ERR unknown\r\n");
      client.send(GET);
      try (var connection = server.accept()) {
        connection.readValue();
        connection.send("HTTP/1.1 400 Bad Request\r\n");
        assertThat(client.readValue()).isEqualTo("-ERR Invalid argument\r\n");
      }
    }
  }
}
