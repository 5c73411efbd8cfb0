// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.LogLines;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log says of failures and connections, and how often. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record LogsIT(SubjectProxy.Starter kind) {
  private static final Pattern MORE =
      Pattern.compile("\\((\\d+) more like this in the last second\\)");

  private SubjectProxy proxyFor(String server) {
    return kind.start(List.of(TestPool.redis("alpha", List.of(server))), 16384);
  }

  /** How many failures these lines tell of. */
  private static long sum(List<String> lines) {
    return lines.stream()
        .map(MORE::matcher)
        .mapToLong(more -> more.find() ? Long.parseLong(more.group(1)) : 1)
        .sum();
  }

  @Test
  void aServerThatRefusesUnderLoadTakesFewLinesThatAddUp() {
    int requests = 2000;
    var nobody = FreePorts.next();
    try (var log = new LogLines(Level.INFO);
        var proxy = proxyFor("127.0.0.1:" + nobody.getPort() + ":1 s1");
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < requests; i++) {
        client.send(command("GET", "a"));
        assertThat(client.readValue()).isEqualTo("-ERR Connection refused\r\n");
      }
      var text =
          "server '127.0.0.1:%d:1' of 'alpha' failed: Connection refused"
              .formatted(nobody.getPort());
      var attempts = ProxyStats.of(proxy).server("alpha", "s1", "server_err");
      assertThat(attempts).isEqualTo(requests);
      Awaitility.await().untilAsserted(() -> assertThat(sum(log.with(text))).isEqualTo(attempts));
      assertThat(log.with(text)).hasSizeLessThan(30).first().isEqualTo(text);
    }
  }

  @Test
  void badRequestsOfManyClientsTakeFewLinesThatAddUp() {
    int clients = 200;
    try (var log = new LogLines(Level.INFO);
        var proxy = SubjectProxy.with(1, kind.transport()).start(redisPool(), 16384)) {
      for (int i = 0; i < clients; i++) {
        try (var client = RawConnection.connect(proxy.address("alpha"))) {
          client.send("*1\r\n!secret\r\n");
          assertThat(client.readValue()).startsWith("-ERR Protocol error");
        }
      }
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(
                      sum(log.with("Protocol error"))
                          + sum(log.with("bad request of a client of 'alpha'")))
                  .isEqualTo(clients));
      assertThat(log.with("Protocol error")).hasSizeLessThan(10);
      assertThat(log.with("secret")).isEmpty();
    }
  }

  private static List<TestPool> redisPool() {
    return List.of(TestPool.redis("alpha", List.of("127.0.0.1:1:1 s1")));
  }

  @Test
  void debugTellsOfEachConnectionAndTheDefaultDoesNot() {
    try (var server = RedisServer.start()) {
      try (var log = new LogLines(Level.DEBUG)) {
        serveOnce(server);
        assertThat(log.with(" accepted on alpha")).hasSize(1);
        assertThat(log.with(" connected for alpha")).hasSize(1);
        assertThat(log.with(" closed: client closed")).hasSize(1);
        assertThat(log.with("key-of-ours")).isEmpty();
      }
      try (var log = new LogLines(Level.INFO)) {
        serveOnce(server);
        assertThat(log.with("accepted")).isEmpty();
        assertThat(log.with("closed")).isEmpty();
      }
    }
  }

  private void serveOnce(RedisServer server) {
    try (var proxy = proxyFor(server.poolEntry("s1"))) {
      try (var client = RawConnection.connect(proxy.address("alpha"))) {
        client.send(command("SET", "key-of-ours", "1"));
        assertThat(client.readValue()).isEqualTo("+OK\r\n");
      }
      ProxyStats.awaitQuiet(proxy, "alpha");
    }
  }
}
