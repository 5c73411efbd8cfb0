// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests about everything that a pool holds. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record GatheringIT(SubjectProxy.Starter kind) {
  private static final int KEYS = 300;

  /** What a test does with a client of a pool of three servers. */
  private interface Visit {
    void with(RawConnection client, List<RedisServer> servers);
  }

  private void visit(Visit visit) {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var three = RedisServer.start()) {
      var servers = List.of(one, two, three);
      var entries = IntStream.range(0, 3).mapToObj(i -> servers.get(i).poolEntry("s" + i)).toList();
      var pool =
          TestPool.redis("alpha", entries)
              .with("auto_eject_hosts", "true")
              .with("server_failure_limit", "1")
              .with("server_retry_timeout", "60000");
      try (var proxy = kind.start(List.of(pool), 16384);
          var client = RawConnection.connect(proxy.address("alpha"))) {
        visit.with(client, servers);
      }
    }
  }

  @Test
  void theKeyspaceIsThatOfAllServers() {
    visit((client, servers) -> {
      assertThat(keyspace(client)).isEqualTo("# Keyspace\r\n");
      fill(client);
      for (int i = 0; i < 30; i++) {
        say(client, "PEXPIRE", "key:" + i, "100000");
      }
      assertThat(keyspace(client))
          .matches("# Keyspace\r\ndb0:keys=" + KEYS + ",expires=30,avg_ttl=\\d+\r\n");
      assertThat(say(client, "INFO", "ALL"))
          .contains("redis_version", "role:master\r\n", "# Keyspace\r\ndb0:keys=" + KEYS);
      assertThat(say(client, "INFO")).contains("redis_version").doesNotContain("Keyspace");
      say(client, "HELLO", "3");
      assertThat(say(client, "INFO", "keyspace"))
          .startsWith("=")
          .contains("txt:# Keyspace\r\ndb0:keys=" + KEYS);
      servers.getFirst().kill();
      assertThat(say(client, "INFO", "keyspace")).contains("db0:keys=");
    });
  }

  private static String keyspace(RawConnection client) {
    return Resp.bulk(say(client, "INFO", "keyspace"));
  }

  private static void fill(RawConnection client) {
    for (int i = 0; i < KEYS; i++) {
      say(client, "SET", "key:" + i, "v");
    }
  }

  private static List<String> allKeys() {
    return IntStream.range(0, KEYS).mapToObj(i -> "key:" + i).toList();
  }

  @Test
  void countsListsAndDeletesAllKeys() {
    visit((client, servers) -> {
      assertThat(say(client, "RANDOMKEY")).isEqualTo("$-1\r\n");
      assertThat(say(client, "KEYS", "*")).isEqualTo("*0\r\n");
      fill(client);
      assertThat(say(client, "DBSIZE")).isEqualTo(":" + KEYS + "\r\n");
      assertThat(Resp.elements(say(client, "KEYS", "*")).stream().map(Resp::bulk))
          .containsExactlyInAnyOrderElementsOf(allKeys());
      assertThat(Resp.elements(say(client, "KEYS", "key:1?")).stream().map(Resp::bulk)).hasSize(10);
      assertThat(allKeys()).contains(Resp.bulk(say(client, "RANDOMKEY")));
      assertThat(say(client, "FLUSHDB", "SYNC")).isEqualTo("+OK\r\n");
      servers.forEach(server -> assertThat(server.command("DBSIZE")).isEqualTo(":0\r\n"));
      assertThat(say(client, "FLUSHALL", "NONSENSE")).isEqualTo("-ERR syntax error\r\n");
      assertThat(say(client, "HELLO", "3")).startsWith("%7");
      assertThat(say(client, "RANDOMKEY")).isEqualTo("_\r\n");
    });
  }

  @Test
  void scansEveryKeyOnServersOneAfterTheOther() {
    visit((client, servers) -> {
      fill(client);
      assertThat(scan(client, () -> {})).containsExactlyInAnyOrderElementsOf(allKeys());
      assertThat(say(client, "SCAN", "no")).isEqualTo("-ERR invalid cursor\r\n");
      assertThat(say(client, "SCAN", "99999999999999999999")).isEqualTo("-ERR invalid cursor\r\n");
      assertThat(say(client, "SCAN", "0", "COUNT", "0")).isEqualTo("-ERR syntax error\r\n");
    });
  }

  /** The keys of the server that went are missing, the others are all there. */
  @Test
  void aScanSurvivesAnEjection() {
    visit((client, servers) -> {
      fill(client);
      List<String> remaining = new ArrayList<>();
      for (int i : new int[] {0, 2}) {
        Resp.elements(servers.get(i).command("KEYS", "*"))
            .forEach(key -> remaining.add(Resp.bulk(key)));
      }
      servers.get(1).kill();
      for (int i = 0; i < 10; i++) {
        say(client, "GET", "key:" + i); // one of them finds out
      }
      assertThat(scan(client, () -> {})).containsExactlyInAnyOrderElementsOf(remaining);
    });
  }

  private static List<String> scan(RawConnection client, Runnable between) {
    var found = new ArrayList<String>();
    String cursor = "0";
    do {
      List<String> answer = Resp.elements(say(client, "SCAN", cursor, "COUNT", "17"));
      cursor = Resp.bulk(answer.getFirst());
      Resp.elements(answer.get(1)).forEach(key -> found.add(Resp.bulk(key)));
      between.run();
    } while (!cursor.equals("0"));
    return found.stream().distinct().toList();
  }

  @Test
  void scriptsAndFunctionsAreEverywhere() {
    visit((client, servers) -> {
      String sha = Resp.bulk(say(client, "SCRIPT", "LOAD", "return ARGV[1]"));
      for (int i = 0; i < 10; i++) {
        assertThat(say(client, "EVALSHA", sha, "1", "key:" + i, "x")).isEqualTo("$1\r\nx\r\n");
      }
      assertThat(say(client, "SCRIPT", "EXISTS", sha, "none")).isEqualTo("*2\r\n:1\r\n:0\r\n");
      servers.getFirst().command("SCRIPT", "FLUSH");
      assertThat(say(client, "SCRIPT", "EXISTS", sha)).isEqualTo("*1\r\n:0\r\n");
      assertThat(say(client, "SCRIPT", "FLUSH")).isEqualTo("+OK\r\n");
      servers.forEach(
          server -> assertThat(server.command("SCRIPT", "EXISTS", sha)).isEqualTo("*1\r\n:0\r\n"));
      String library = "#!lua name=l\nredis.register_function('f', function() return 7 end)";
      assertThat(say(client, "FUNCTION", "LOAD", library)).isEqualTo("$1\r\nl\r\n");
      for (int i = 0; i < 10; i++) {
        assertThat(say(client, "FCALL", "f", "1", "key:" + i)).isEqualTo(":7\r\n");
      }
      assertThat(say(client, "FUNCTION", "LOAD", library))
          .isEqualTo("-ERR Library 'l' already exists\r\n");
      assertThat(say(client, "FUNCTION", "DELETE", "l")).isEqualTo("+OK\r\n");
      assertThat(say(client, "SCRIPT", "DEBUG", "YES"))
          .isEqualTo("-ERR unknown subcommand 'DEBUG'. Try SCRIPT HELP.\r\n");
    });
  }
}
