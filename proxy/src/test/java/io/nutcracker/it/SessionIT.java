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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What client libraries say first, and the protocol they choose. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record SessionIT(SubjectProxy.Starter kind) {
  /** About the connection; Redis' answers do not depend on what else it holds. */
  private static final List<List<String>> ABOUT_THE_CONNECTION =
      List.of(
          List.of("HELLO", "4"),
          List.of("HELLO", "1"),
          List.of("HELLO", "three"),
          List.of("HELLO", "3", "FOO"),
          List.of("HELLO", "3", "AUTH", "default"),
          List.of("HELLO", "3", "AUTH", "somebody", "secret"),
          List.of("HELLO", "3", "SETNAME", "a b"),
          List.of("AUTH", "somebody", "secret"),
          List.of("AUTH", "default", "anything"),
          List.of("AUTH", "a", "b", "c"),
          List.of("ACL"),
          List.of("ACL", "WHOAMI"),
          List.of("acl", "whoami"),
          List.of("ACL", "WHOAMI", "x"),
          List.of("ACL", "NOSUCH"),
          List.of("CLIENT"),
          List.of("CLIENT", "GETNAME"),
          List.of("CLIENT", "SETNAME", "worker-7"),
          List.of("CLIENT", "GETNAME"),
          List.of("CLIENT", "GETNAME", "x"),
          List.of("client", "setname", ""),
          List.of("CLIENT", "GETNAME"),
          List.of("CLIENT", "SETNAME", "a b"),
          List.of("CLIENT", "SETNAME", "a\nb"),
          List.of("CLIENT", "SETNAME"),
          List.of("CLIENT", "NO-EVICT", "on"),
          List.of("CLIENT", "NO-EVICT", "off"),
          List.of("CLIENT", "NO-EVICT", "maybe"),
          List.of("CLIENT", "LIST", "TYPE", "nonsense"),
          List.of("CLIENT", "LIST", "ID", "999999"),
          List.of("CLIENT", "LIST", "ID", "x"),
          List.of("CLIENT", "LIST", "x"),
          List.of("CLIENT", "LIST", "TYPE", "replica"),
          List.of("CLIENT", "KILL"),
          List.of("CLIENT", "KILL", "127.0.0.1:1"),
          List.of("CLIENT", "KILL", "ID", "999999"),
          List.of("CLIENT", "KILL", "TYPE", "replica"),
          List.of("CLIENT", "KILL", "TYPE", "nonsense"),
          List.of("CLIENT", "KILL", "ADDR", "127.0.0.1:1", "SKIPME", "no"),
          List.of("CLIENT", "KILL", "NONSENSE", "1"),
          List.of("CLIENT", "KILL", "ADDR", "127.0.0.1:1", "TYPE"),
          List.of("CLIENT", "REPLY", "ON"),
          List.of("CLIENT", "REPLY", "MAYBE"),
          List.of("CLIENT", "MAINT_NOTIFICATIONS", "ON"),
          List.of("CLIENT", "CAPA", "redirect"),
          List.of("CLUSTER", "SLOTS"),
          List.of("READONLY"),
          List.of("READWRITE"),
          List.of("READONLY", "x"),
          List.of("CONFIG", "NOSUCH"),
          List.of("CONFIG", "GET"),
          List.of("CONFIG", "GET", "replica-read-only"),
          List.of("CONFIG", "GET", "s?ve", "nosuch", "SAVE"),
          List.of("CONFIG", "GET", "nosuch*"),
          List.of("INFO", "nosuchsection"),
          List.of("TIME", "x"),
          List.of("RESET", "x"),
          List.of("RESET"),
          List.of("CLIENT", "GETNAME"));

  /** Whose replies have another shape in RESP3. */
  private static final List<List<String>> SHAPED =
      List.of(
          List.of("HSET", "h", "f", "v", "g", "w"),
          List.of("HGETALL", "h"),
          List.of("HRANDFIELD", "none"),
          List.of("HGET", "h", "none"),
          List.of("GET", "none"),
          List.of("MGET", "none"),
          List.of("LPOP", "none"),
          List.of("SADD", "s", "one"),
          List.of("SMEMBERS", "s"),
          List.of("SPOP", "s", "1"),
          List.of("ZADD", "z", "1.5", "a"),
          List.of("ZADD", "z", "inf", "b"),
          List.of("ZRANGE", "z", "0", "-1", "WITHSCORES"),
          List.of("ZSCORE", "z", "a"),
          List.of("ZINCRBY", "z", "1", "a"),
          List.of("ZPOPMIN", "z"),
          List.of("INCRBYFLOAT", "n", "1.5"),
          List.of("GEOADD", "g", "13.361389", "38.115556", "x"),
          List.of("GEOPOS", "g", "x", "y"),
          List.of("EVAL", "redis.setresp(3); return redis.call('HGETALL', KEYS[1])", "1", "h"),
          List.of("EVAL", "return {double=1.5}", "1", "h"),
          List.of("EVAL", "return {map={a=1}}", "1", "h"),
          List.of("EVAL", "return {big_number='123456789012345678901'}", "1", "h"),
          List.of("EVAL", "redis.setresp(3); return true", "1", "h"),
          List.of("HSET", "h", "f"));

  private SubjectProxy proxyOver(List<String> entries) {
    return kind.start(List.of(TestPool.redis("alpha", entries)), 16384);
  }

  private static String say(RawConnection connection, List<String> words) {
    connection.send(command(words));
    return connection.readValue();
  }

  private static String say(RawConnection connection, String... words) {
    return say(connection, List.of(words));
  }

  @Test
  void answersAboutTheConnectionAsRedis() {
    try (var server = RedisServer.start("--save", "");
        var proxy = proxyOver(List.of(server.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"));
        var direct = RawConnection.connect(server.address())) {
      for (String version : List.of("2", "3")) {
        assertThat(say(client, "HELLO", version)).contains("$5\r\nproto\r\n:" + version + "\r\n");
        say(direct, "HELLO", version);
        for (List<String> words : ABOUT_THE_CONNECTION) {
          assertThat(say(client, words))
              .as("%s, RESP%s", words, version)
              .isEqualTo(say(direct, words));
        }
      }
    }
  }

  @Test
  void repliesToAResp3ClientHaveTheShapeThatTheServerGivesThem() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"));
        var direct = RawConnection.connect(server.address())) {
      for (String version : List.of("2", "3")) {
        say(client, "HELLO", version);
        say(direct, "HELLO", version);
        say(direct, "FLUSHALL");
        List<String> ours = SHAPED.stream().map(words -> say(client, words)).toList();
        say(direct, "FLUSHALL");
        for (int i = 0; i < SHAPED.size(); i++) {
          assertThat(ours.get(i))
              .as("%s, RESP%s", SHAPED.get(i), version)
              .isEqualTo(say(direct, SHAPED.get(i)));
        }
      }
    }
  }

  @Test
  void clientsOfBothVersionsShareAProxy() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server.poolEntry("s1")));
        var second = RawConnection.connect(proxy.address("alpha"));
        var third = RawConnection.connect(proxy.address("alpha"))) {
      say(third, "HELLO", "3");
      say(second, "HSET", "h", "f", "v");
      for (int i = 0; i < 3; i++) {
        assertThat(say(second, "HGETALL", "h")).isEqualTo("*2\r\n$1\r\nf\r\n$1\r\nv\r\n");
        assertThat(say(third, "HGETALL", "h")).isEqualTo("%1\r\n$1\r\nf\r\n$1\r\nv\r\n");
      }
      assertThat(say(third, "RESET")).isEqualTo("+RESET\r\n");
      assertThat(say(third, "HGETALL", "h")).isEqualTo("*2\r\n$1\r\nf\r\n$1\r\nv\r\n");
    }
  }

  @Test
  void whatIsMergedHereHasTheRightShape() {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var three = RedisServer.start();
        var proxy =
            proxyOver(List.of(one.poolEntry("s1"), two.poolEntry("s2"), three.poolEntry("s3")));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "HELLO", "3");
      List<String> keys = IntStream.range(0, 20).mapToObj(i -> "key" + i).toList();
      keys.forEach(key -> say(client, "SET", key, key));
      String expected = "*21\r\n_\r\n" + "$X";
      client.send(
          "*22\r\n$4\r\nMGET\r\n$4\r\nnone\r\n"
              + String.join("", keys.stream().map(SessionIT::bulk).toList()));
      assertThat(client.readValue())
          .isEqualTo(
              expected.replace("$X", String.join("", keys.stream().map(SessionIT::bulk).toList())));
      assertThat(say(client, "DEL", "key1", "key2", "key3", "none")).isEqualTo(":3\r\n");
    }
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  /** Another connection to the server is used from then on, and could be quicker. */
  @Test
  void helloDoesNotOvertakeEarlierRequests() {
    try (var server = FakeServer.start();
        var proxy = proxyOver(List.of(server.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(
          command("SET", "a", "1") + command("HELLO", "3") + command("GET", "a") + command("PING"));
      try (var resp2 = server.accept()) {
        assertThat(resp2.readValue()).isEqualTo(command("SET", "a", "1"));
        resp2.send("+OK\r\n");
        assertThat(client.readValue()).isEqualTo("+OK\r\n");
        assertThat(client.readValue()).startsWith("%7\r\n");
        try (var resp3 = server.accept()) {
          assertThat(resp3.readValue()).isEqualTo(command("HELLO", "3"));
          resp3.send("%1\r\n$5\r\nproto\r\n:3\r\n");
          assertThat(resp3.readValue()).isEqualTo(command("GET", "a"));
          resp3.send("|1\r\n+ttl\r\n:1\r\n$1\r\n1\r\n");
          assertThat(client.readValue()).isEqualTo("|1\r\n+ttl\r\n:1\r\n$1\r\n1\r\n");
          assertThat(client.readValue()).isEqualTo("+PONG\r\n");
        }
      }
    }
  }

  @Test
  void aServerTooOldForResp3FailsOnlyItsResp3Clients() {
    try (var server = FakeServer.start();
        var proxy = proxyOver(List.of(server.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      other.send(command("GET", "a"));
      try (var resp2 = server.accept()) {
        resp2.readValue();
        say(client, "HELLO", "3");
        client.send(command("GET", "a"));
        try (var resp3 = server.accept()) {
          assertThat(resp3.readValue()).isEqualTo(command("HELLO", "3"));
          resp3.send("-ERR unknown command 'HELLO'\r\n");
          assertThat(client.readValue())
              .isEqualTo("-ERR The server does not speak RESP3; use RESP2\r\n");
        }
        resp2.send("$1\r\n1\r\n");
        assertThat(other.readValue()).isEqualTo("$1\r\n1\r\n");
      }
    }
  }

  @Test
  void aPasswordIsAskedForInHelloToo() {
    try (var proxy =
            kind.start(
                List.of(
                    TestPool.redis("alpha", List.of("127.0.0.1:1:1 s1"))
                        .with("redis_auth", "secret")),
                16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(say(client, "HELLO", "3")).startsWith("-NOAUTH HELLO must be called");
      assertThat(say(client, "CLIENT", "ID")).isEqualTo("-NOAUTH Authentication required\r\n");
      assertThat(say(client, "HELLO", "3", "AUTH", "default", "wrong")).startsWith("-WRONGPASS ");
      assertThat(say(client, "AUTH", "default", "wrong")).startsWith("-WRONGPASS ");
      assertThat(say(client, "HELLO", "3", "AUTH", "default", "secret", "SETNAME", "me"))
          .startsWith("%7\r\n");
      assertThat(say(client, "CLIENT", "GETNAME")).isEqualTo("$2\r\nme\r\n");
      assertThat(say(client, "RESET")).isEqualTo("+RESET\r\n");
      assertThat(say(client, "PING")).isEqualTo("-NOAUTH Authentication required\r\n");
      assertThat(say(client, "AUTH", "default", "secret")).isEqualTo("+OK\r\n");
      assertThat(say(client, "PING")).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void clientsSelectAmongTheDatabasesOfThePool() {
    try (var server = RedisServer.start();
        var proxy =
            kind.start(
                List.of(
                    TestPool.redis("alpha", List.of(server.poolEntry("s1")))
                        .with("redis_db", "2")
                        .with("redis_databases", "4")),
                16384);
        var client = RawConnection.connect(proxy.address("alpha"));
        var direct = RawConnection.connect(server.address())) {
      say(client, "SET", "a", "begun in 2");
      for (int db = 0; db < 4; db++) {
        assertThat(say(client, "SELECT", "" + db)).isEqualTo("+OK\r\n");
        assertThat(say(client, "SET", "k", "in " + db)).isEqualTo("+OK\r\n");
      }
      assertThat(say(client, "SELECT", "4")).isEqualTo("-ERR DB index is out of range\r\n");
      assertThat(say(client, "SELECT", "-1")).isEqualTo("-ERR DB index is out of range\r\n");
      assertThat(say(client, "GET", "k")).isEqualTo(bulk("in 3"));
      say(client, "HELLO", "3");
      assertThat(say(client, "GET", "k")).isEqualTo(bulk("in 3"));
      say(client, "RESET");
      assertThat(say(client, "GET", "a")).isEqualTo(bulk("begun in 2"));
      for (int db = 0; db < 4; db++) {
        say(direct, "SELECT", "" + db);
        assertThat(say(direct, "GET", "k")).isEqualTo(bulk("in " + db));
      }
      assertThat(say(client, "CONFIG", "GET", "databases"))
          .isEqualTo("*2\r\n" + bulk("databases") + bulk("4"));
    }
  }

  @Test
  void tellsWhatClientsLookFor() {
    try (var proxy = proxyOver(List.of("127.0.0.1:1:1 s1"));
        var client = RawConnection.connect(proxy.address("alpha"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(say(client, "INFO"))
          .contains("redis_version:7.", "redis_mode:standalone\r\n", "role:master\r\n")
          .contains("loading:0\r\n", "nutcracker_pool:alpha\r\n");
      assertThat(say(client, "INFO", "replication"))
          .isEqualTo(bulk("# Replication\r\nrole:master\r\n"));
      assertThat(say(client, "CLIENT", "SETINFO", "LIB-NAME", "redis-py")).isEqualTo("+OK\r\n");
      assertThat(say(client, "CLIENT", "SETINFO", "lib-ver", "8 0"))
          .isEqualTo("-ERR lib-ver cannot contain spaces, newlines or special characters.\r\n");
      assertThat(say(client, "CLIENT", "SETINFO", "nosuch", "8"))
          .isEqualTo("-ERR Unrecognized option 'nosuch'\r\n");
      assertThat(say(client, "CLIENT", "INFO"))
          .contains("addr=127.0.0.1:", "lib-name=redis-py ", "resp=2\n");
      assertThat(say(client, "CLIENT", "ID")).isNotEqualTo(say(other, "CLIENT", "ID"));
      assertThat(say(client, "TIME"))
          .matches("\\*2\r\n\\$10\r\n[0-9]{10}\r\n\\$[1-6]\r\n[0-9]+\r\n");
      assertThat(say(client, "CLIENT", "SETNAME", "x".repeat(70_000)))
          .startsWith("-ERR the request is longer");
    }
  }

  @Test
  void clientsSeeAndKillEachOther() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      say(other, "CLIENT", "SETNAME", "victim");
      String id = say(other, "CLIENT", "ID").substring(1).trim();
      assertThat(say(client, "CLIENT", "LIST")).contains("id=" + id + " ", " name=victim ");
      assertThat(say(client, "CLIENT", "TRACKING", "ON")).startsWith("-ERR unknown subcommand");
      assertThat(say(client, "CLIENT", "LIST", "ID", id)).startsWith("$").doesNotContain("id=1 ");
      other.send(command("BLPOP", "l", "0"));
      Awaitility.await()
          .until(() -> server.command("INFO", "clients").contains("blocked_clients:1\r"));
      assertThat(say(client, "CLIENT", "KILL", "ID", id)).isEqualTo(":1\r\n");
      assertThat(other.readValueOrEnd()).isNull();
      Awaitility.await()
          .until(() -> server.command("INFO", "clients").contains("blocked_clients:0\r"));
      assertThat(say(client, "CLIENT", "LIST")).doesNotContain("victim");
      assertThat(say(client, "CLIENT", "KILL", "SKIPME", "no", "TYPE", "normal"))
          .isEqualTo(":1\r\n");
      assertThat(client.readValueOrEnd()).isNull();
    }
  }

  @Test
  void clientsHearOnlyTheRepliesThatTheyWant() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server.poolEntry("s1")));
        var client = RawConnection.connect(proxy.address("alpha"));
        var direct = RawConnection.connect(server.address())) {
      String words =
          "SET k 1; CLIENT REPLY SKIP; INCR k; GET k; CLIENT REPLY OFF; INCR k; MGET k k; PING;"
              + " CLIENT REPLY SKIP; NOSUCH; CLIENT REPLY ON; MGET k k; CLIENT REPLY SKIP; PING; PING";
      String sent =
          Stream.of(words.split("; ?", -1))
              .map(said -> command(said.split(" ", -1)))
              .collect(Collectors.joining());
      client.send(sent + command("QUIT"));
      direct.send(sent + command("QUIT"));
      assertThat(client.readToEnd()).isEqualTo(direct.readToEnd());
    }
  }
}
