// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * After the same requests the stats line of the C program and ours is the same, byte for byte. Left
 * out are only:
 *
 * <ul>
 *   <li>{@code fragments}, which the C program never counts;
 *   <li>the {@code request_bytes} of a split MSET, of which it counts every value but the last one
 *       twice;
 *   <li>those of a {@code get} with several keys, behind which it sends a blank;
 *   <li>{@code server_connections} of servers on Unix sockets, which it forgets to raise.
 * </ul>
 */
final class StatsCT {
  private static final int MBUF_SIZE_BYTES = 16384;

  @Test
  void countsWhatTheReferenceCounts() {
    try (var a = RedisServer.start();
        var b = RedisServer.start()) {
      var two = List.of(a.poolEntry("a"), b.poolEntry("b"));
      var pools =
          List.of(
              TestPool.redis("two", two).with("hash", "murmur"),
              TestPool.redis("one", List.of(a.poolEntry("only"))),
              TestPool.redis("down", List.of("127.0.0.1:1:1 nobody")));
      compare(
          pools,
          StatsCT::work,
          subject -> {
            assertThat(stats(subject)).contains("\"requests\":16, ", "\"forward_error\":2, ");
            assertThat(line(subject)).contains("\"fragments\":4");
          });
    }
  }

  /** As was done to the C program at its start, to see whether it listens. */
  private static void connectInVain(SocketAddress address) {
    RawConnection.connect(address).close();
  }

  private static void work(RunningProxy proxy) {
    try (var two = RawConnection.connect(proxy.address("two"));
        var one = RawConnection.connect(proxy.address("one"));
        var down = RawConnection.connect(proxy.address("down"))) {
      for (int i = 0; i < 10; i++) {
        say(two, "SET", "k:" + i, "v".repeat(i));
        say(two, "GET", "k:" + i);
      }
      say(two, "MGET", "k:1", "k:2", "k:3", "k:4", "missing");
      say(two, "MSET", "k:1", "a");
      say(two, "DEL", "k:1", "k:2", "k:3", "k:4");
      say(two, "PING");
      say(one, "LPUSH", "k:9", "wrong type");
      say(down, "GET", "k");
      say(down, "DEL", "k:1", "k:2");
      two.finishSending();
      assertThat(two.readToEnd()).isEmpty();
    }
  }

  @Test
  void countsUnixSocketsAsTheReferenceDoes() {
    try (var redis = RedisServer.startOnUnixSocket();
        var memcached = MemcachedServer.startOnUnixSocket()) {
      var pools =
          List.of(
              TestPool.redis("redis", List.of(redis.poolEntry("r"))),
              TestPool.memcached("memcached", List.of(memcached.poolEntry("m"))));
      compare(
          pools,
          proxy -> {
            try (var client = connect(proxy, "redis")) {
              say(client, "SET", "k", "v");
              say(client, "MGET", "k", "j");
              say(client, "LPUSH", "k", "wrong type");
            }
            try (var client = connect(proxy, "memcached")) {
              ask(client, "set k 0 0 1\r\nv\r\n");
              ask(client, "get k\r\n");
            }
          },
          subject -> assertThat(stats(subject)).contains("\"client_eof\":2, ", "\"requests\":3, "));
    }
  }

  @Test
  void countsMemcachedAsTheReferenceDoes() {
    try (var a = MemcachedServer.start();
        var b = MemcachedServer.start()) {
      var pools =
          List.of(
              TestPool.memcached("two", List.of(a.poolEntry("a"), b.poolEntry("b")))
                  .with("hash", "murmur"),
              TestPool.memcached("split", List.of(a.poolEntry("x"), b.poolEntry("y"))),
              TestPool.memcached("down", List.of("127.0.0.1:1:1 nobody")));
      compare(
          pools,
          proxy -> {
            try (var two = connect(proxy, "two");
                var split = connect(proxy, "split");
                var down = connect(proxy, "down")) {
              for (int i = 0; i < 10; i++) {
                ask(two, "set k:%d 0 0 %d\r\n%s\r\n".formatted(i, i, "v".repeat(i)));
              }
              ask(two, "get k:1\r\n");
              ask(two, "add k:1 0 0 1\r\nx\r\n");
              ask(two, "incr k:1 1\r\n");
              ask(two, "delete k:2\r\n");
              ask(two, "touch k:3 0\r\n");
              ask(split, "get k:1 k:2 k:3 k:4\r\n");
              ask(down, "set k 0 0 1\r\nv\r\n");
              ask(down, "delete k\r\n");
              two.send("quit\r\n");
              assertThat(two.readToEnd()).isEmpty();
            }
          },
          subject -> assertThat(stats(subject)).contains("\"forward_error\":2, "));
    }
  }

  /** How connections to clients and servers end. */
  @Test
  void countsEndsAsTheReferenceDoes() {
    try (var closing = FakeServer.start();
        var resetting = FakeServer.start();
        var silent = FakeServer.start();
        var strange = FakeServer.start()) {
      var pools =
          List.of(
              TestPool.redis("closing", List.of(closing.poolEntry("a"))),
              TestPool.redis("resetting", List.of(resetting.poolEntry("a"))),
              TestPool.redis("silent", List.of(silent.poolEntry("a"))).with("timeout", "100"),
              TestPool.redis("strange", List.of(strange.poolEntry("a"))));
      compare(
          pools,
          proxy -> {
            endServerConnection(proxy, "closing", closing, "+1\r\n", RawConnection::close);
            endServerConnection(proxy, "resetting", resetting, "+1\r\n", RawConnection::reset);
            endServerConnection(proxy, "silent", silent, "+1\r\n", _ -> {});
            endServerConnection(proxy, "strange", strange, "+1\r\n?\r\n", _ -> {});
            endClientConnections(proxy);
          },
          subject ->
              assertThat(stats(subject))
                  .contains("\"server_eof\":1, \"server_err\":0, \"server_timedout\":0, ")
                  .contains("\"server_eof\":0, \"server_err\":1, \"server_timedout\":0, ")
                  .contains("\"server_eof\":0, \"server_err\":0, \"server_timedout\":1, ")
                  .contains("\"client_eof\":4, \"client_err\":2, \"client_connections\":0, "));
    }
  }

  /** One of two requests is answered. */
  private static void endServerConnection(
      RunningProxy proxy,
      String pool,
      FakeServer server,
      String answer,
      Consumer<RawConnection> ending) {
    var get = Resp.command("GET", "k");
    try (var client = connect(proxy, pool)) {
      client.send(get + get);
      try (var connection = server.accept()) {
        connection.read(2 * get.length());
        connection.send(answer);
        assertThat(client.readValue()).isEqualTo("+1\r\n");
        ending.accept(connection);
        assertThat(client.readValue()).startsWith("-ERR ");
        connection.readToEnd();
      }
    }
  }

  /** By its end of data, with half a request, by QUIT; with a protocol error, by a reset. */
  private static void endClientConnections(RunningProxy proxy) {
    try (var half = connect(proxy, "closing");
        var quitting = connect(proxy, "closing");
        var wrong = connect(proxy, "closing")) {
      half.send("*2\r\n$3\r\nGET\r\n$1");
      say(quitting, "PING"); // The C program misses an end that it sees together with data.
      half.finishSending();
      half.readToEnd();
      quitting.send(Resp.command("QUIT"));
      quitting.readToEnd();
      wrong.send("*1\r\n$x\r\n");
      wrong.readToEnd();
    }
    var resetting = connect(proxy, "closing");
    say(resetting, "PING");
    resetting.reset();
  }

  private static void compare(
      List<TestPool> pools, Consumer<RunningProxy> work, Consumer<RunningProxy> expectation) {
    try (var reference = ReferenceProxy.start(pools, MBUF_SIZE_BYTES);
        var subject = SubjectProxy.start(pools, MBUF_SIZE_BYTES)) {
      pools.forEach(pool -> connectInVain(subject.address(pool.name())));
      work.accept(reference);
      work.accept(subject);
      await().untilAsserted(() -> assertThat(stats(subject)).isEqualTo(stats(reference)));
      expectation.accept(subject);
    }
  }

  private static RawConnection connect(RunningProxy proxy, String pool) {
    return RawConnection.connect(proxy.address(pool));
  }

  private static void ask(RawConnection client, String request) {
    client.send(request);
    client.readReply();
  }

  private static void say(RawConnection client, String... words) {
    client.send(Resp.command(words));
    client.readValue();
  }

  /** The line, without what depends on the clock and on the program, and what is left out. */
  private static String stats(RunningProxy proxy) {
    return line(proxy)
        .replaceAll("\"(uptime|timestamp|version|fragments)\":[^,]+", "\"$1\":?")
        .replaceAll("(\"[xy]\": \\{[^}]*\"request_bytes\":)\\d+", "$1?")
        .replaceAll("(\"[rm]\": \\{[^}]*\"server_connections\":)-?\\d", "$1?");
  }

  private static String line(RunningProxy proxy) {
    try (var connection = RawConnection.connect(proxy.statsAddress())) {
      return connection.readToEnd();
    }
  }
}
