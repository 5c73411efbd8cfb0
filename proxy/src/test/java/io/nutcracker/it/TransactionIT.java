// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MULTI, EXEC, DISCARD and WATCH. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record TransactionIT(SubjectProxy.Starter kind) {
  private static final List<String> CONVERSATIONS =
      List.of(
          "MULTI; SET k 1; INCR k; GET k; EXEC; GET k",
          "MULTI; EXEC",
          "EXEC",
          "DISCARD",
          "UNWATCH",
          "MULTI; MULTI; SET k v; EXEC; GET k",
          "MULTI; SET k v; DISCARD; GET k; EXEC",
          "MULTI; WATCH k; SET k v; EXEC; GET k",
          "MULTI; SET k v; NOSUCH a b; GET k; EXEC; GET k",
          "MULTI; GET; SET k v; EXEC; GET k",
          "SET k text; MULTI; INCR k; SET k v; EXEC; GET k",
          "MULTI; PING; ECHO x; EXEC",
          "MULTI; BLPOP none 0; LPUSH l a b; LRANGE l 0 -1; EXEC",
          "MULTI; MSET a{t} 1 b{t} 2; MGET a{t} b{t}; DEL a{t} b{t}; EXEC",
          "MULTI; EVAL return{KEYS[1]} 1 k; EVAL return(1) 0; EXEC",
          "MULTI; HSET h f v; HGETALL h; ZADD z 1.5 m; ZSCORE z m; SMEMBERS none; EXEC",
          "MULTI; DBSIZE; EXEC",
          "MULTI; PUBLISH c m; EXEC",
          "WATCH k; GET k; MULTI; SET k v; EXEC; GET k",
          "WATCH k; SET k mine; MULTI; SET k v; EXEC; GET k",
          "WATCH k; SET k mine; UNWATCH; MULTI; SET k v; EXEC; GET k",
          "WATCH k; SET k mine; MULTI; GET k; DISCARD; MULTI; SET k v; EXEC; GET k",
          "WATCH k{t} l{t}; WATCH m{t}; SET m{t} x; MULTI; PING; EXEC; MULTI; PING; EXEC",
          "WATCH k; MULTI; RESET; EXEC; GET k",
          "WATCH k; MULTI; EXEC",
          "WATCH k; SET k mine; MULTI; UNWATCH; EXEC; MULTI; UNWATCH; SET k v; EXEC",
          "WATCH; MULTI; EXEC x; EXEC");

  private TestPool pool(List<RedisServer> servers) {
    var entries =
        IntStream.range(0, servers.size())
            .mapToObj(i -> servers.get(i).poolEntry("s" + i))
            .toList();
    return TestPool.redis("alpha", entries).with("hash_tag", "{}");
  }

  private SubjectProxy proxyOver(TestPool pool) {
    return kind.start(List.of(pool), 16384);
  }

  @Test
  void repliesAsRedis() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(List.of(server)));
        var direct = RawConnection.connect(server.address());
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (String conversation : CONVERSATIONS) {
        for (String version : List.of("2", "3")) {
          assertThat(Conversation.hold(server, client, version, conversation))
              .as("%s, RESP%s", conversation, version)
              .isEqualTo(Conversation.hold(server, direct, version, conversation));
        }
      }
    }
  }

  @Test
  void allKeysMustLiveOnOneServer() {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var three = RedisServer.start();
        var proxy = proxyOver(pool(List.of(one, two, three)));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "MULTI");
      for (int i = 0; i < 10; i++) {
        assertThat(say(client, "SET", "{tag}" + i, "v")).isEqualTo("+QUEUED\r\n");
      }
      assertThat(say(client, "EXEC")).isEqualTo("*10\r\n" + "+OK\r\n".repeat(10));

      say(client, "MULTI");
      var refused = new ArrayList<String>();
      for (int i = 0; i < 20; i++) {
        String reply = say(client, "SET", "key:" + i, "v");
        if (!reply.equals("+QUEUED\r\n")) {
          refused.add(reply);
        }
      }
      assertThat(refused)
          .isNotEmpty()
          .allMatch(reply ->
              reply.startsWith(
                  "-CROSSSLOT Keys in request don't hash to the same slot: 'key:0'"
                      + " and 'key:"));
      assertThat(say(client, "EXEC"))
          .isEqualTo("-EXECABORT Transaction discarded because of previous errors.\r\n");
      assertThat(say(client, "DBSIZE")).isEqualTo(":10\r\n");
      say(client, "MULTI");
      assertThat(say(client, "DBSIZE"))
          .isEqualTo("-ERR Command 'dbsize' is not allowed inside a transaction\r\n");
      say(client, "DISCARD");

      say(client, "WATCH", "{tag}1");
      assertThat(say(client, "SELECT", "0")).startsWith("-ERR the database and the protocol");
      say(client, "SET", "{tag}1", "changed");
      say(client, "MULTI");
      say(client, "GET", "{tag}1");
      assertThat(say(client, "EXEC")).isEqualTo("*-1\r\n");
    }
  }

  /** Others use the same connection to the server. */
  @Test
  void nobodySeesHalfOfATransaction() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(List.of(server)));
        var writer = RawConnection.connect(proxy.address("alpha"));
        var reader = RawConnection.connect(proxy.address("alpha"))) {
      String write =
          command("MULTI") + command("INCR", "a") + command("INCR", "b") + command("EXEC");
      String read = command("MULTI") + command("GET", "a") + command("GET", "b") + command("EXEC");
      for (int i = 0; i < 50; i++) {
        writer.send(write.repeat(10));
        reader.send(read.repeat(10));
        for (int j = 0; j < 40; j++) {
          writer.readValue();
          String reply = reader.readValue();
          if (reply.startsWith("*2")) {
            List<String> values = Resp.elements(reply);
            assertThat(values.getFirst()).isEqualTo(values.getLast());
          }
        }
      }
      assertThat(say(reader, "MGET", "a", "b")).isEqualTo("*2\r\n$3\r\n500\r\n$3\r\n500\r\n");
    }
  }

  @Test
  void aTransactionHasABound() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(List.of(server)).with("max_request_size", "4096"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "MULTI");
      String value = "x".repeat(2000);
      assertThat(say(client, "SET", "a", value)).isEqualTo("+QUEUED\r\n");
      assertThat(say(client, "SET", "b", value)).isEqualTo("+QUEUED\r\n");
      assertThat(say(client, "SET", "c", value))
          .isEqualTo("-ERR transaction larger than 4096 bytes\r\n");
      assertThat(say(client, "EXEC")).startsWith("-EXECABORT");
      assertThat(say(client, "GET", "a")).isEqualTo("$-1\r\n");
    }
  }

  @Test
  void aClientThatGoesLeavesNothingBehind() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(List.of(server)).with("leased_connections", "1"));
        var patient = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 5; i++) {
        try (var client = RawConnection.connect(proxy.address("alpha"))) {
          assertThat(say(client, "WATCH", "k")).isEqualTo("+OK\r\n");
          say(client, "MULTI");
          say(client, "SET", "k", "v");
        }
      }
      assertThat(say(patient, "WATCH", "k")).isEqualTo("+OK\r\n");
      say(patient, "MULTI");
      say(patient, "GET", "k");
      assertThat(say(patient, "EXEC")).isEqualTo("*1\r\n$-1\r\n");
    }
  }

  @Test
  void aServerThatGoesFailsTheTransactionOnly() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(List.of(server)));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "WATCH", "k");
      say(client, "MULTI");
      say(client, "SET", "k", "v");
      server.kill();
      server.restart();
      assertThat(say(client, "EXEC")).startsWith("-ERR ");
      Awaitility.await().until(() -> say(client, "GET", "k").equals("$-1\r\n"));
      assertThat(say(client, "MULTI")).isEqualTo("+OK\r\n");
      say(client, "SET", "k", "v");
      assertThat(say(client, "EXEC")).isEqualTo("*1\r\n+OK\r\n");
    }
  }
}
