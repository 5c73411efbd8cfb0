// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels and who listens to them. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record PubSubIT(SubjectProxy.Starter kind) {
  private static final List<String> CONVERSATIONS =
      List.of(
          "SUBSCRIBE a; !PUBLISH a 1; ; PING; PING x; UNSUBSCRIBE a; PING",
          "SUBSCRIBE a b a; ; ; UNSUBSCRIBE b; UNSUBSCRIBE; UNSUBSCRIBE; UNSUBSCRIBE none",
          "PSUBSCRIBE a* b*; ; !PUBLISH ax 1; ; PUNSUBSCRIBE a*; PUNSUBSCRIBE; PUNSUBSCRIBE",
          "SSUBSCRIBE a; !SPUBLISH a 1; ; SUNSUBSCRIBE a; SUNSUBSCRIBE",
          "SUBSCRIBE a; PSUBSCRIBE a; SSUBSCRIBE a; !PUBLISH a 1; ; ; UNSUBSCRIBE; PUNSUBSCRIBE",
          "SUBSCRIBE a; GET k; SET k v; HELLO 9; RESET; GET k",
          "SUBSCRIBE; SUBSCRIBE a; RESET; PING",
          "SUBSCRIBE a; QUIT");

  private SubjectProxy proxyOver(List<RedisServer> servers, String directive, String value) {
    var entries =
        IntStream.range(0, servers.size())
            .mapToObj(i -> servers.get(i).poolEntry("s" + i))
            .toList();
    return kind.start(List.of(TestPool.redis("alpha", entries).with(directive, value)), 16384);
  }

  private SubjectProxy proxyOver(List<RedisServer> servers) {
    return proxyOver(servers, "timeout", "2000");
  }

  @Test
  void clientsHearWhatRedisTellsThem() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server))) {
      for (String conversation : CONVERSATIONS) {
        for (String version : List.of("2", "3")) {
          try (var client = RawConnection.connect(proxy.address("alpha"));
              var direct = RawConnection.connect(server.address())) {
            assertThat(Conversation.hold(server, client, version, conversation))
                .as("%s, RESP%s", conversation, version)
                .isEqualTo(Conversation.hold(server, direct, version, conversation));
          }
        }
      }
    }
  }

  @Test
  void aServerKnowsOneSubscriberPerWorker() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server))) {
      List<RawConnection> clients =
          Stream.generate(() -> RawConnection.connect(proxy.address("alpha"))).limit(20).toList();
      for (RawConnection client : clients) {
        assertThat(say(client, "SUBSCRIBE", "news")).isEqualTo(confirmation("subscribe", 1));
      }
      String receivers = server.command("PUBLISH", "news", "x");
      assertThat(receivers).isBetween(":1\r\n", ":" + kind.workers() + "\r\n");
      for (RawConnection client : clients) {
        assertThat(client.readValue())
            .isEqualTo("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$1\r\nx\r\n");
      }
      for (RawConnection client : clients.subList(0, 10)) {
        assertThat(say(client, "UNSUBSCRIBE", "news")).isEqualTo(confirmation("unsubscribe", 0));
      }
      clients.subList(10, 20).forEach(RawConnection::close);
      Awaitility.await().until(() -> server.command("PUBLISH", "news", "x").equals(":0\r\n"));
      clients.forEach(RawConnection::close);
    }
  }

  private static String confirmation(String word, int count) {
    return "*3\r\n$%d\r\n%s\r\n$4\r\nnews\r\n:%d\r\n".formatted(word.length(), word, count);
  }

  /** Channels live on servers, patterns are heard from all. */
  @Test
  void publishersAndSubscribersMeet() {
    try (var one = RedisServer.start();
        var two = RedisServer.start("--notify-keyspace-events", "KEA");
        var three = RedisServer.start("--notify-keyspace-events", "KEA");
        var proxy = proxyOver(List.of(one, two, three));
        var publisher = RawConnection.connect(proxy.address("alpha"));
        var exact = RawConnection.connect(proxy.address("alpha"));
        var pattern = RawConnection.connect(proxy.address("alpha"))) {
      String[] channels = IntStream.range(0, 30).mapToObj(i -> "c" + i).toArray(String[]::new);
      exact.send(command(Stream.concat(Stream.of("SUBSCRIBE"), Stream.of(channels)).toList()));
      for (String channel : channels) {
        assertThat(exact.readValue()).contains(channel);
      }
      assertThat(say(pattern, "PSUBSCRIBE", "c*")).contains("psubscribe");
      for (String channel : channels) {
        assertThat(say(publisher, "PUBLISH", channel, "x")).isBetween(":1\r\n", ":2\r\n");
        assertThat(exact.readValue()).contains(channel);
        assertThat(pattern.readValue()).contains(channel);
      }
      assertThat(say(publisher, "PUBSUB", "CHANNELS")).startsWith("*30\r\n");
      assertThat(say(publisher, "PUBSUB", "NUMSUB", "c0", "none", "c1"))
          .isEqualTo("*6\r\n$2\r\nc0\r\n:1\r\n$4\r\nnone\r\n:0\r\n$2\r\nc1\r\n:1\r\n");
      assertThat(say(publisher, "PUBSUB", "NUMPAT")).isEqualTo(":1\r\n");
      say(pattern, "PUNSUBSCRIBE");
      assertThat(say(pattern, "SUBSCRIBE", "__keyevent@0__:del")).contains("subscribe");
      two.command("SET", "a", "1");
      two.command("DEL", "a");
      assertThat(pattern.readValue()).contains("__keyevent@0__:del");
      three.command("SET", "b", "1");
      three.command("DEL", "b");
      assertThat(pattern.readValue()).contains("__keyevent@0__:del");
    }
  }

  /**
   * What a publisher is told to have been heard is heard, also before all servers have confirmed.
   */
  @Test
  void nothingIsLostWhileServersConfirm() {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var three = RedisServer.start();
        var proxy = proxyOver(List.of(one, two, three));
        var publisher = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 50; i++) {
        try (var client = RawConnection.connect(proxy.address("alpha"))) {
          boolean isPattern = i % 2 == 0;
          client.send(
              isPattern
                  ? command("PSUBSCRIBE", "?" + i)
                  : command("SUBSCRIBE", "c" + i, "b" + i, "a" + i));
          String reply = ":0\r\n";
          while (reply.equals(":0\r\n")) {
            reply = say(publisher, "PUBLISH", "c" + i, "x");
          }
          for (int confirmations = isPattern ? 1 : 3; confirmations > 0; confirmations--) {
            assertThat(client.readValue()).contains("subscribe");
          }
          assertThat(client.readValue()).contains("message");
        }
      }
    }
  }

  @Test
  void aResp3ClientListensAndAsks() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "HELLO", "3");
      assertThat(say(client, "SUBSCRIBE", "a")).startsWith(">3\r\n");
      assertThat(say(client, "SET", "k", "v")).isEqualTo("+OK\r\n");
      server.command("PUBLISH", "a", "x".repeat(100_000));
      assertThat(client.readValue())
          .startsWith(">3\r\n$7\r\nmessage\r\n")
          .hasSizeGreaterThan(100_000);
      assertThat(say(client, "GET", "k")).isEqualTo("$1\r\nv\r\n");
      assertThat(say(client, "HELLO", "2")).startsWith("*14");
      server.command("PUBLISH", "a", "y");
      assertThat(client.readValue()).startsWith("*3\r\n$7\r\nmessage\r\n");
    }
  }

  @Test
  void whoDoesNotReadHisMessagesIsCutOff() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server));
        var slow = RawConnection.connect(proxy.address("alpha"));
        var quick = RawConnection.connect(proxy.address("alpha"))) {
      say(slow, "SUBSCRIBE", "a");
      say(quick, "SUBSCRIBE", "a");
      String megabyte = "x".repeat(1 << 20);
      for (int i = 0; i < 60; i++) {
        server.command("PUBLISH", "a", megabyte);
        assertThat(quick.readValue()).hasSizeGreaterThan(1 << 20);
      }
      assertThat(slow.readToEnd()).hasSizeLessThan(60 << 20);
    }
  }

  @Test
  void whoLosesHisSubscriptionHearsOfIt() {
    try (var server = RedisServer.start();
        var proxy = proxyOver(List.of(server));
        var client = RawConnection.connect(proxy.address("alpha"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "SUBSCRIBE", "a");
      server.kill();
      assertThat(client.readValueOrEnd()).isNull();
      assertThat(say(other, "SUBSCRIBE", "a")).isEqualTo("-ERR Connection refused\r\n");
      server.restart();
      assertThat(say(other, "SUBSCRIBE", "a")).contains("subscribe");
      server.command("PUBLISH", "a", "x");
      assertThat(other.readValue()).contains("message");
    }
  }
}
