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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom clients may be, what they may do then, and what servers are told. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record UsersIT(SubjectProxy.Starter kind) {
  private static final String OK = "+OK\r\n";
  private static final String NOAUTH = "-NOAUTH Authentication required\r\n";
  private static final String WRONGPASS =
      "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
  private static final String NO_KEY = "-NOPERM No permissions to access a key\r\n";

  /** Bob's password is "test". */
  private static final String USERS =
      """

         - name: alice
           password: hers
           keys:
            - "a:"
         - name: bob
           password_sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
           read_only: true
         - name: carol
           password: hers, too
           commands: [+@all, -flushall, -multi]
         - name: dave
           password: his
      """;

  private static TestPool pool(String... entries) {
    return TestPool.redis("alpha", List.of(entries));
  }

  private SubjectProxy proxyOver(TestPool pool) {
    return kind.start(List.of(pool), 16384);
  }

  private static String say(RawConnection connection, String... words) {
    connection.send(command(words));
    return connection.readValue();
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  private static String noPermission(String user, String command) {
    return "-NOPERM User " + user + " has no permissions to run the '" + command + "' command\r\n";
  }

  @Test
  void clientsMustBeOneOfTheUsers() {
    try (var proxy = proxyOver(pool("127.0.0.1:1:1 s1").with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(say(client, "PING")).isEqualTo(NOAUTH);
      assertThat(say(client, "ACL", "WHOAMI")).isEqualTo(NOAUTH);
      assertThat(say(client, "HELLO", "3")).startsWith("-NOAUTH HELLO must be called");
      assertThat(say(client, "AUTH", "alice", "his")).isEqualTo(WRONGPASS);
      assertThat(say(client, "AUTH", "nobody", "hers")).isEqualTo(WRONGPASS);
      assertThat(say(client, "AUTH", "default", "")).isEqualTo(WRONGPASS);
      assertThat(say(client, "AUTH", "hers")).isEqualTo(WRONGPASS);
      assertThat(say(client, "HELLO", "3", "AUTH", "alice", "his")).isEqualTo(WRONGPASS);
      assertThat(say(client, "PING")).isEqualTo(NOAUTH);

      assertThat(say(client, "AUTH", "alice", "hers")).isEqualTo(OK);
      assertThat(say(client, "ACL", "WHOAMI")).isEqualTo(bulk("alice"));
      assertThat(say(client, "CLIENT", "INFO")).contains(" user=alice ");
      assertThat(say(client, "HELLO", "3", "AUTH", "bob", "test")).startsWith("%7\r\n");
      assertThat(say(client, "ACL", "WHOAMI")).isEqualTo(bulk("bob"));
      assertThat(say(client, "CLIENT", "LIST")).isEqualTo(noPermission("bob", "client|list"));
      assertThat(say(client, "CLIENT", "KILL", "SKIPME", "no"))
          .isEqualTo(noPermission("bob", "client|kill"));
      assertThat(say(client, "RESET")).isEqualTo("+RESET\r\n");
      assertThat(say(client, "PING")).isEqualTo(NOAUTH);
    }
  }

  @Test
  void whoFailsToBecomeAnotherStaysWhoItWas() {
    try (var proxy = proxyOver(pool("127.0.0.1:1:1 s1").with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "AUTH", "bob", "test");
      assertThat(say(client, "AUTH", "dave", "hers")).isEqualTo(WRONGPASS);
      assertThat(say(client, "AUTH", "hers")).isEqualTo(WRONGPASS);
      assertThat(say(client, "HELLO", "2", "AUTH", "dave", "hers")).isEqualTo(WRONGPASS);
      assertThat(say(client, "ACL", "WHOAMI")).isEqualTo(bulk("bob"));
      assertThat(say(client, "SET", "a", "b")).isEqualTo(noPermission("bob", "set"));
    }
  }

  @Test
  void redisAuthIsThePasswordOfTheDefaultUser() {
    try (var server = RedisServer.startWithPassword("theirs");
        var proxy =
            proxyOver(
                pool(server.poolEntry("s1")).with("redis_auth", "theirs").with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(say(client, "AUTH", "hers")).isEqualTo(WRONGPASS);
      assertThat(say(client, "AUTH", "theirs")).isEqualTo(OK);
      assertThat(say(client, "ACL", "WHOAMI")).isEqualTo(bulk("default"));
      assertThat(say(client, "SET", "a", "1")).isEqualTo(OK);
      assertThat(say(client, "AUTH", "dave", "his")).isEqualTo(OK);
      assertThat(say(client, "GET", "a")).isEqualTo(bulk("1"));
    }
  }

  @Test
  void whoMayOnlyReadChangesNothing() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(server.poolEntry("s1")).with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      server.command("SET", "a", "1");
      say(client, "AUTH", "bob", "test");
      assertThat(say(client, "GET", "a")).isEqualTo(bulk("1"));
      assertThat(say(client, "MGET", "a", "b")).isEqualTo("*2\r\n" + bulk("1") + "$-1\r\n");
      assertThat(say(client, "KEYS", "*")).isEqualTo("*1\r\n" + bulk("a"));
      assertThat(say(client, "EVAL_RO", "return redis.call('get', KEYS[1])", "1", "a"))
          .isEqualTo(bulk("1"));
      assertThat(say(client, "PING")).isEqualTo("+PONG\r\n");
      assertThat(say(client, "SELECT", "0")).isEqualTo(OK);
      for (String word : List.of("SET a 2", "DEL a b", "FLUSHALL", "EVAL s 1 a", "BLPOP a 1")) {
        String name = word.split(" ", -1)[0].toLowerCase(Locale.ROOT);
        assertThat(say(client, word.split(" ", -1))).isEqualTo(noPermission("bob", name));
      }
      assertThat(server.command("GET", "a")).isEqualTo(bulk("1"));
    }
  }

  @Test
  void commandsAreTakenAway() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(server.poolEntry("s1")).with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "AUTH", "carol", "hers, too");
      assertThat(say(client, "SET", "a", "1")).isEqualTo(OK);
      assertThat(say(client, "FlushAll")).isEqualTo(noPermission("carol", "flushall"));
      assertThat(say(client, "MULTI")).isEqualTo(noPermission("carol", "multi"));
      client.send("flushall\r\n");
      assertThat(client.readValue()).isEqualTo(noPermission("carol", "flushall"));
      assertThat(say(client, "GET", "a")).isEqualTo(bulk("1"));
      say(client, "AUTH", "dave", "his");
      assertThat(say(client, "FLUSHALL")).isEqualTo(OK);
    }
  }

  @Test
  void keysMustStartAsTheUsersKeysDo() {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var proxy =
            proxyOver(
                pool(one.poolEntry("s1"), two.poolEntry("s2"))
                    .with("hash_tag", "{}")
                    .with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "AUTH", "alice", "hers");
      assertThat(say(client, "MSET", "a:1", "1", "a:2", "2", "a:3", "3")).isEqualTo(OK);
      assertThat(say(client, "MGET", "a:1", "a:3")).isEqualTo("*2\r\n" + bulk("1") + bulk("3"));
      assertThat(say(client, "RPUSH", "a:{x}l", "1")).isEqualTo(":1\r\n");
      assertThat(say(client, "SORT", "a:{x}l", "GET", "a:*")).isEqualTo("*1\r\n$-1\r\n");
      assertThat(say(client, "EVAL", "return KEYS[1]", "1", "a:1")).isEqualTo(bulk("a:1"));
      assertThat(say(client, "PUBLISH", "b", "m")).isEqualTo(":0\r\n");
      assertThat(say(client, "COMMAND", "COUNT")).startsWith(":");
      for (String request :
          List.of(
              "GET b",
              "MGET a:1 b",
              "MSET a:1 x b x",
              "DEL a:1 a:2 b",
              "EVAL s 2 a:1 b",
              "XREAD STREAMS a:1 b 0 0",
              "BLPOP a:1 b 1",
              "RENAME a:{x}l b{x}",
              "SORT a:{x}l GET b*",
              "SORT_RO a:{x}l BY b*",
              "WATCH b",
              "KEYS a:*",
              "SCAN 0",
              "RANDOMKEY",
              "DBSIZE",
              "FLUSHALL")) {
        assertThat(say(client, request.split(" ", -1))).as(request).isEqualTo(NO_KEY);
      }
      client.send("get b\r\n");
      assertThat(client.readValue()).isEqualTo(NO_KEY);
      assertThat(say(client, "MGET", "a:1", "a:2")).isEqualTo("*2\r\n" + bulk("1") + bulk("2"));
      assertThat(say(client, "SUBSCRIBE", "b")).contains("subscribe");
    }
  }

  @Test
  void aTransactionWithWhatIsForbiddenIsDiscarded() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(server.poolEntry("s1")).with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "AUTH", "alice", "hers");
      assertThat(say(client, "MULTI")).isEqualTo(OK);
      assertThat(say(client, "SET", "a:1", "1")).isEqualTo("+QUEUED\r\n");
      assertThat(say(client, "SET", "b", "1")).isEqualTo(NO_KEY);
      assertThat(say(client, "EXEC"))
          .isEqualTo("-EXECABORT Transaction discarded because of previous errors.\r\n");
      assertThat(server.command("DBSIZE")).isEqualTo(":0\r\n");
      say(client, "MULTI");
      say(client, "SET", "a:1", "1");
      assertThat(say(client, "EXEC")).isEqualTo("*1\r\n" + OK);
    }
  }

  /** Each request is judged by who the client is when it is its turn. */
  @Test
  void aPipelineMayChangeTheUser() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(pool(server.poolEntry("s1")).with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(
          command("SET", "k", "0")
              + command("AUTH", "dave", "his")
              + command("SET", "k", "1")
              + command("AUTH", "bob", "test")
              + command("SET", "k", "2")
              + command("GET", "k")
              + command("RESET")
              + command("GET", "k"));
      for (String reply :
          List.of(NOAUTH, OK, OK, OK, noPermission("bob", "set"), bulk("1"), "+RESET\r\n")) {
        assertThat(client.readValue()).isEqualTo(reply);
      }
      assertThat(client.readValue()).isEqualTo(NOAUTH);
    }
  }

  @Test
  void serversAreToldTheirOwnUserAndPassword() {
    try (var server =
            RedisServer.start(
                "--user", "proxy", "on", ">theirs", "~*", "&*", "+@all", "--user", "default",
                "off");
        var proxy =
            proxyOver(
                pool(server.poolEntry("s1"))
                    .with("server_auth", "\n    user: proxy\n    password: theirs")
                    .with("users", USERS));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(say(client, "AUTH", "proxy", "theirs")).isEqualTo(WRONGPASS);
      assertThat(say(client, "AUTH", "dave", "his")).isEqualTo(OK);
      assertThat(say(client, "SET", "a", "1")).isEqualTo(OK);
      say(client, "HELLO", "3");
      assertThat(say(client, "GET", "a")).isEqualTo(bulk("1"));
    }
  }

  @Test
  void clientsNeedNoPasswordWhereOnlyServersDo() {
    try (var server = RedisServer.startWithPassword("theirs");
        var proxy =
            proxyOver(pool(server.poolEntry("s1")).with("server_auth", "\n    password: theirs"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(say(client, "SET", "a", "1")).isEqualTo(OK);
      assertThat(say(client, "ACL", "WHOAMI")).isEqualTo(bulk("default"));
      assertThat(say(client, "CONFIG", "GET", "*") + say(client, "INFO"))
          .doesNotContain("theirs")
          .doesNotContain("requirepass");
    }
  }

  @Test
  void aPasswordMayStandInAFile(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("password"), "from a file\n");
    try (var server = FakeServer.start();
        var proxy =
            proxyOver(pool(server.poolEntry("s1")).with("redis_auth", "\n    file: " + file));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      assertThat(say(client, "AUTH", "wrong")).isEqualTo("-ERR invalid password\r\n");
      assertThat(say(client, "AUTH", "from a file")).isEqualTo(OK);
      client.send(command("GET", "a"));
      try (var connection = server.accept()) {
        assertThat(connection.readValue()).isEqualTo(command("AUTH", "from a file"));
      }
    }
  }
}
