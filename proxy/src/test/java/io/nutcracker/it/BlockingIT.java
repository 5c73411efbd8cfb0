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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that wait at the server for data. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyTransport")
record BlockingIT(SubjectProxy.Starter kind) {
  private static final String ITEM = "*2\r\n$1\r\nl\r\n$1\r\nx\r\n";

  /** What a test does with two clients of a pool of one server. */
  private interface Visit {
    void with(RawConnection waiting, RawConnection other, RedisServer server);
  }

  private void visit(Visit visit, String directive, String value) {
    try (var server = RedisServer.start();
        var proxy =
            kind.start(
                List.of(
                    TestPool.redis("alpha", List.of(server.poolEntry("s1")))
                        .with(directive, value)),
                16384);
        var waiting = RawConnection.connect(proxy.address("alpha"));
        var other = RawConnection.connect(proxy.address("alpha"))) {
      visit.with(waiting, other, server);
    }
  }

  private static void awaitBlocked(RedisServer server, int clients) {
    Awaitility.await(clients + " blocked clients")
        .until(
            () -> server.command("INFO", "clients").contains("blocked_clients:" + clients + "\r"));
  }

  @Test
  void theTimeoutIsTheCommands() {
    visit(
        (waiting, other, server) -> {
          assertThat(say(waiting, "BLPOP", "l", "0.7")).isEqualTo("*-1\r\n");
          assertThat(say(waiting, "BLMPOP", "0.01", "1", "l", "LEFT")).isEqualTo("*-1\r\n");
          assertThat(say(waiting, "BZPOPMIN", "z", "0.01")).isEqualTo("*-1\r\n");
          assertThat(say(waiting, "BLMOVE", "l", "m", "LEFT", "LEFT", "0.01")).isEqualTo("*-1\r\n");
          assertThat(say(waiting, "XREAD", "BLOCK", "10", "STREAMS", "s", "$"))
              .isEqualTo("*-1\r\n");
          assertThat(say(waiting, "BLPOP", "l", "nonsense"))
              .isEqualTo("-ERR timeout is not a float or out of range\r\n");
        },
        "timeout",
        "200");
  }

  @Test
  void onlyTheClientItselfWaits() {
    visit(
        (waiting, other, server) -> {
          waiting.send(command("SET", "k", "v") + command("BLPOP", "l", "0") + command("GET", "k"));
          assertThat(waiting.readValue()).isEqualTo("+OK\r\n");
          awaitBlocked(server, 1);
          assertThat(waiting.hasUnread()).isFalse();
          assertThat(say(other, "GET", "k")).isEqualTo("$1\r\nv\r\n");
          assertThat(say(other, "RPUSH", "l", "x")).isEqualTo(":1\r\n");
          assertThat(waiting.readValue()).isEqualTo(ITEM);
          assertThat(waiting.readValue()).isEqualTo("$1\r\nv\r\n");
        },
        "timeout",
        "0");
  }

  /** The server must not hand what is pushed later to somebody who has gone. */
  @Test
  void aClientThatGoesWaitsNoMore() {
    visit(
        (waiting, other, server) -> {
          waiting.send(command("BLPOP", "l", "0") + command("PING"));
          awaitBlocked(server, 1);
          waiting.close();
          awaitBlocked(server, 0);
          assertThat(say(other, "RPUSH", "l", "x")).isEqualTo(":1\r\n");
          assertThat(say(other, "BLPOP", "l", "0")).isEqualTo(ITEM);
        },
        "auto_eject_hosts",
        "true");
  }

  @Test
  void whoFindsAllConnectionsTakenIsNext() {
    visit(
        (waiting, other, server) -> {
          waiting.send(command("BLPOP", "l", "0"));
          awaitBlocked(server, 1);
          other.send(command("BLPOP", "m", "0"));
          server.command("RPUSH", "m", "y");
          assertThat(server.command("LLEN", "m")).isEqualTo(":1\r\n");
          server.command("RPUSH", "l", "x");
          assertThat(waiting.readValue()).isEqualTo(ITEM);
          assertThat(other.readValue()).isEqualTo("*2\r\n$1\r\nm\r\n$1\r\ny\r\n");
          for (int i = 0; i < 20; i++) {
            other.send(command("BLPOP", "m", "0"));
            server.command("RPUSH", "m", "y");
            assertThat(other.readValue()).isEqualTo("*2\r\n$1\r\nm\r\n$1\r\ny\r\n");
          }
        },
        "leased_connections",
        "1");
  }

  @Test
  void whoHasGoneIsNotNext() {
    visit(
        (waiting, other, server) -> {
          waiting.send(command("BLPOP", "l", "0"));
          awaitBlocked(server, 1);
          other.send(command("PING") + command("BLPOP", "m", "0"));
          assertThat(other.readValue()).isEqualTo("+PONG\r\n");
          other.close();
          waiting.close();
          awaitBlocked(server, 0);
          assertThat(server.command("RPUSH", "m", "y")).isEqualTo(":1\r\n");
          assertThat(server.command("LLEN", "m")).isEqualTo(":1\r\n");
        },
        "leased_connections",
        "1");
  }

  @Test
  void aServerThatGoesEndsTheWait() {
    visit(
        (waiting, other, server) -> {
          waiting.send(command("BLPOP", "l", "0"));
          awaitBlocked(server, 1);
          server.kill();
          assertThat(waiting.readValue()).startsWith("-ERR ");
          server.restart();
          Awaitility.await().until(() -> say(other, "GET", "k").equals("$-1\r\n"));
          assertThat(say(waiting, "BLPOP", "l", "0.01")).isEqualTo("*-1\r\n");
        },
        "timeout",
        "0");
  }
}
