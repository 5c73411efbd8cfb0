// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.LogLines;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong with memcached through twemproxy, and does not here; and what clients are told
 * when a memcached fails.
 */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record MemcachedFaultsIT(SubjectProxy.Starter kind) {
  private static final String REFUSED = "SERVER_ERROR Connection refused\r\n";

  /** Keys by server: one_at_a_time of the first is even, of the second odd. */
  private static final String ON_S1 = "a";

  private static final String ON_S2 = "foo";

  private SubjectProxy proxyFor(String... servers) {
    var pool =
        TestPool.memcached("alpha", List.of(servers))
            .with("distribution", "modula")
            .with("hash", "one_at_a_time");
    return kind.start(List.of(pool), 16384);
  }

  private static String nobody(String name) {
    return "127.0.0.1:" + FreePorts.next().getPort() + ":1 " + name;
  }

  private static RawConnection connect(SubjectProxy proxy) {
    return RawConnection.connect(proxy.address("alpha"));
  }

  private static String call(RawConnection client, String request) {
    client.send(request);
    return client.readReply();
  }

  private static String set(String key, String value) {
    return "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  private static String value(String key, String value) {
    return "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  @Test
  void noControlByteReachesAServer() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = connect(proxy)) {
      for (var control : IntStream.concat(IntStream.range(0, ' '), IntStream.of(127)).toArray()) {
        if (control != '\n') {
          var key = "a" + (char) control + "b";
          for (var line : List.of("get k " + key, "delete " + key, "mg " + key + " v")) {
            assertThat(call(client, line + "\r\n"))
                .as("%s with %d", line, control)
                .matches("(CLIENT_)?ERROR.*\r\n");
          }
        }
      }
      client.send("get k\r\n");
      try (var connection = server.accept()) {
        assertThat(connection.read("get k\r\n".length())).isEqualTo("get k\r\n");
        connection.send("END\r\n");
        assertThat(client.readReply()).isEqualTo("END\r\n");
      }
    }
  }

  /** The C program takes this for one request, and the server for two. */
  @Test
  void aLineFeedInAKeyEndsTheRequestHereAsItDoesOnTheServer() {
    try (var server = MemcachedServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = connect(proxy);
        var another = connect(proxy)) {
      assertThat(call(client, set("x", "1"))).isEqualTo("STORED\r\n");
      client.send("get x\nverbosity 0\r\nget x\r\n");
      assertThat(client.readReply()).isEqualTo(value("x", "1") + "END\r\n");
      assertThat(client.readReply()).isEqualTo("OK\r\n");
      assertThat(client.readReply()).isEqualTo(value("x", "1") + "END\r\n");
      assertThat(call(another, "get x\r\n")).isEqualTo(value("x", "1") + "END\r\n");
    }
  }

  @Test
  void noReplyToANoreplyRequestIsTakenForAnothers() {
    try (var server = FakeServer.start();
        var proxy = SubjectProxy.with(1, kind.transport()).start(onePool(server), 16384);
        var client = connect(proxy);
        var another = connect(proxy)) {
      client.send(
          "set k 0 0 1 noreply\r\nv\r\nincr k 1 noreply\r\ndelete k  noreply \r\nget k\r\n");
      var forwarded = "set k 0 0 1\r\nv\r\nincr k 1\r\ndelete k";
      try (var connection = server.accept()) {
        assertThat(connection.read(forwarded.length())).isEqualTo(forwarded);
        assertThat(readLine(connection).strip()).isEmpty();
        assertThat(readLine(connection)).isEqualTo("get k\r\n");
        another.send("get other\r\n");
        assertThat(readLine(connection)).isEqualTo("get other\r\n");
        connection.send("SERVER_ERROR out of memory storing object\r\n");
        connection.send("CLIENT_ERROR cannot increment or decrement non-numeric value\r\n");
        connection.send("NOT_FOUND\r\n");
        connection.send(value("k", "w") + "END\r\n" + value("other", "o") + "END\r\n");
        assertThat(client.readReply()).isEqualTo(value("k", "w") + "END\r\n");
        assertThat(another.readReply()).isEqualTo(value("other", "o") + "END\r\n");
      }
    }
  }

  private static List<TestPool> onePool(FakeServer server) {
    return List.of(TestPool.memcached("alpha", List.of(server.poolEntry("s1"))));
  }

  private static String readLine(RawConnection connection) {
    var line = new StringBuilder();
    do {
      line.append(connection.read(1));
    } while (line.charAt(line.length() - 1) != '\n');
    return line.toString();
  }

  /** The server is asked aloud. Of its answers those that the client may expect are kept back. */
  @Test
  void aQuietRequestKeepsItsPlaceWhateverTheServerSays() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = connect(proxy)) {
      client.send(
          "mg a v q\r\nmg b v q\r\nms c 1 q\r\nv\r\nms d 1 q\r\nv\r\nmd e q\r\nma f q\r\nmn\r\n");
      var forwarded = "mg a v\r\nmg b v\r\nms c 1\r\nv\r\nms d 1\r\nv\r\nmd e\r\nma f\r\n";
      try (var connection = server.accept()) {
        assertThat(connection.read(forwarded.length())).isEqualTo(forwarded);
        connection.send("EN\r\nVA 1\r\nb\r\nHD\r\nSERVER_ERROR out of memory\r\nHD\r\nHD\r\n");
        assertThat(client.readReply()).isEqualTo("VA 1\r\nb\r\n");
        assertThat(client.readReply()).isEqualTo("SERVER_ERROR out of memory\r\n");
        assertThat(client.readReply()).isEqualTo("MN\r\n");
      }
    }
  }

  @Test
  void aServerMayRefuseAValueBeforeItHasReadIt() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = connect(proxy)) {
      var large = set("k", "x".repeat(20_000_000));
      client.send(large + "get k\r\n");
      try (var connection = server.accept()) {
        connection.read(1);
        connection.send("SERVER_ERROR object too large for cache\r\n");
        assertThat(client.readReply()).isEqualTo("SERVER_ERROR object too large for cache\r\n");
        assertThat(connection.read(large.length() - 1)).isEqualTo(large.substring(1));
        assertThat(readLine(connection)).isEqualTo("get k\r\n");
        connection.send("END\r\n");
        assertThat(client.readReply()).isEqualTo("END\r\n");
      }
    }
  }

  @Test
  void whatTwemproxyHangsUpOnIsServed() {
    try (var s1 = MemcachedServer.start();
        var s2 = MemcachedServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), s2.poolEntry("s2"));
        var client = connect(proxy)) {
      for (var key : List.of(ON_S1, ON_S2)) {
        assertThat(call(client, "set " + key + " 0 -1 1\r\nv\r\n")).isEqualTo("STORED\r\n");
        assertThat(call(client, "get " + key + "\r\n")).isEqualTo("END\r\n");
        assertThat(call(client, set(key, "v"))).isEqualTo("STORED\r\n");
        assertThat(call(client, "gat 100 " + key + "\r\n")).isEqualTo(value(key, "v") + "END\r\n");
        assertThat(call(client, "delete " + key + " 0\r\n")).isEqualTo("DELETED\r\n");
        assertThat(call(client, set(key, "v"))).isEqualTo("STORED\r\n");
      }
      assertThat(call(client, "gat 0 foo a missing\r\n"))
          .isEqualTo(value("foo", "v") + value("a", "v") + "END\r\n");
      assertThat(call(client, "gats 0 a foo\r\n")).startsWith("VALUE a 0 1 ").endsWith("END\r\n");
      assertThat(call(client, "stats\r\n")).contains("STAT curr_items 2\r\n").endsWith("END\r\n");
      assertThat(call(client, "verbosity 0\r\n")).isEqualTo("OK\r\n");
      assertThat(call(client, "flush_all\r\n")).isEqualTo("OK\r\n");
      assertThat(call(client, "get a foo\r\n")).isEqualTo("END\r\n");
      assertThat(call(client, "nonsense\r\n")).isEqualTo("ERROR\r\n");
    }
  }

  @Test
  void valuesComeInTheOrderOfTheKeysWhateverIsMissing() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    try (var s1 = MemcachedServer.start();
        var s2 = MemcachedServer.start();
        var s3 = MemcachedServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), s2.poolEntry("s2"), s3.poolEntry("s3"));
        var client = connect(proxy)) {
      for (int i = 0; i < 200; i += 2) {
        assertThat(call(client, set("k" + i, "v" + i))).isEqualTo("STORED\r\n");
      }
      for (int round = 0; round < 100; round++) {
        var numbers = random.ints(random.nextInt(2, 30), 0, 200).boxed().toList();
        var request =
            numbers.stream().map(i -> " k" + i).collect(Collectors.joining("", "", "\r\n"));
        var expected =
            numbers.stream()
                .filter(i -> i % 2 == 0)
                .map(i -> value("k" + i, "v" + i))
                .collect(Collectors.joining("", "", "END\r\n"));
        assertThat(call(client, "get" + request)).as("seed %d", seed).isEqualTo(expected);
        assertThat(call(client, "gat 0" + request)).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  @Test
  void aFailingFragmentLeavesTheClientConnected() {
    try (var working = MemcachedServer.start();
        var proxy = proxyFor(working.poolEntry("s1"), nobody("s2"));
        var client = connect(proxy)) {
      assertThat(call(client, set(ON_S1, "v"))).isEqualTo("STORED\r\n");
      for (int i = 0; i < 3; i++) {
        assertThat(call(client, "get a foo\r\n")).isEqualTo(REFUSED);
        assertThat(call(client, "gat 0 foo a\r\n")).isEqualTo(REFUSED);
        assertThat(call(client, "flush_all 1000\r\n")).isEqualTo(REFUSED);
        assertThat(call(client, "get a\r\n")).isEqualTo(value("a", "v") + "END\r\n");
      }
    }
  }

  @Test
  void aServersErrorForAFragmentIsPassedOn() {
    try (var failing = FakeServer.start();
        var working = FakeServer.start();
        var proxy = proxyFor(failing.poolEntry("s1"), working.poolEntry("s2"));
        var client = connect(proxy)) {
      client.send("get a foo a\r\nget foo\r\n");
      try (var failed = failing.accept();
          var worked = working.accept()) {
        assertThat(readLine(failed)).isEqualTo("get a a\r\n");
        assertThat(readLine(worked)).isEqualTo("get foo\r\n");
        assertThat(readLine(worked)).isEqualTo("get foo\r\n");
        failed.send("SERVER_ERROR out of memory\r\n");
        worked.send((value("foo", "1") + "END\r\n").repeat(2));
        assertThat(client.readReply()).isEqualTo("SERVER_ERROR out of memory\r\n");
        assertThat(client.readReply()).isEqualTo(value("foo", "1") + "END\r\n");
      }
    }
  }

  /** Values that nobody asked that server for. */
  @Test
  void aReplyThatDoesNotFitItsFragmentReachesNobody() {
    try (var odd = FakeServer.start();
        var working = FakeServer.start();
        var proxy = proxyFor(odd.poolEntry("s1"), working.poolEntry("s2"));
        var client = connect(proxy)) {
      client.send("get a foo\r\nget foo\r\n");
      try (var strange = odd.accept();
          var worked = working.accept()) {
        assertThat(readLine(strange)).isEqualTo("get a\r\n");
        strange.send(value("other", "1") + "END\r\n");
        worked.send((value("foo", "1") + "END\r\n").repeat(2));
        assertThat(client.readReply()).startsWith("SERVER_ERROR ");
        assertThat(client.readReply()).isEqualTo(value("foo", "1") + "END\r\n");
      }
    }
  }

  @Test
  void theBinaryProtocolEndsTheConnectionWithOneLineInTheLog() {
    try (var log = new LogLines(Level.INFO);
        var server = MemcachedServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var text = connect(proxy)) {
      try (var binary = connect(proxy)) {
        binary.send("\u0080\n" + "\0".repeat(22)); // No-op.
        assertThat(binary.readToEnd()).isEmpty();
      }
      assertThat(call(text, "get k\r\n")).isEqualTo("END\r\n");
      assertThat(log.with("binary")).hasSize(1);
    }
  }

  @Test
  void aServerThatIsDownIsToldOfAndTheClientStays() {
    try (var proxy = proxyFor(nobody("s1"));
        var client = connect(proxy)) {
      var requests =
          List.of(
              "get k\r\n",
              "gets k j\r\n",
              "gat 0 k\r\n",
              set("k", "v"),
              "incr k 1\r\n",
              "delete k\r\n",
              "touch k 0\r\n",
              "mg k v\r\n",
              "mg k v q\r\n",
              "ms k 1\r\nv\r\n",
              "md k q\r\n",
              "ma k\r\n",
              "me k\r\n",
              "flush_all\r\n",
              "stats\r\n");
      for (var request : requests) {
        assertThat(call(client, request)).as(request).isEqualTo(REFUSED);
      }
      client.send(String.join("", requests) + "mn\r\n");
      for (var request : requests) {
        assertThat(client.readReply()).as(request).isEqualTo(REFUSED);
      }
      assertThat(client.readReply()).isEqualTo("MN\r\n");
    }
  }

  @Test
  void aNoreplyRequestToADeadServerDelaysNobody() {
    try (var working = MemcachedServer.start();
        var proxy = proxyFor(working.poolEntry("s1"), nobody("s2"));
        var client = connect(proxy)) {
      for (int i = 0; i < 20; i++) {
        client.send("set foo 0 0 1 noreply\r\nv\r\n" + set(ON_S1, "" + i) + "get a\r\n");
        assertThat(client.readReply()).isEqualTo("STORED\r\n");
        assertThat(client.readReply()).isEqualTo(value("a", "" + i) + "END\r\n");
        client.send("flush_all noreply\r\nincr foo 1 noreply\r\nget a\r\n");
        assertThat(client.readReply()).isEqualTo("END\r\n");
      }
    }
  }

  @Test
  void aCloseFailsTheWaitingRequestsAndTheNextOneReconnects() {
    try (var server = FakeServer.start();
        var proxy = proxyFor(server.poolEntry("s1"));
        var client = connect(proxy)) {
      client.send("get a\r\nset b 0 0 1 noreply\r\nv\r\nget c\r\n");
      try (var first = server.accept()) {
        first.read("get a\r\nset b 0 0 1\r\nv\r\nget c\r\n".length());
        first.send("END\r\nSTORED\r\nVALUE c 0 100\r\npart");
      }
      assertThat(client.readReply()).isEqualTo("END\r\n");
      assertThat(client.readReply()).isEqualTo("SERVER_ERROR unknown\r\n");
      client.send("get d\r\n");
      try (var next = server.accept()) {
        assertThat(readLine(next)).isEqualTo("get d\r\n");
        next.send("END\r\n");
        assertThat(client.readReply()).isEqualTo("END\r\n");
      }
    }
  }

  @Test
  void whatIsNoReplyOfMemcachedFailsTheWaitingRequests() {
    var garbage =
        new ArrayList<>(List.of("$2\r\nhi\r\n", "+OK\r\n", "VALUE k\r\n", "VALUE k 0 x\r\n"));
    garbage.addAll(List.of("VA x\r\n\r\n", "VALUE k 0 1\r\nab\r\nEND\r\n", "\u0081\0\0\0\r\n"));
    for (var reply : garbage) {
      try (var server = FakeServer.start();
          var proxy = proxyFor(server.poolEntry("s1"));
          var client = connect(proxy)) {
        client.send("get k\r\nget j\r\n");
        try (var first = server.accept()) {
          first.read("get k\r\nget j\r\n".length());
          first.send("END\r\n" + reply);
          assertThat(client.readReply()).isEqualTo("END\r\n");
          assertThat(client.readReply()).as(reply).isEqualTo("SERVER_ERROR Invalid argument\r\n");
          assertThat(first.readToEnd()).isEmpty();
        }
      }
    }
  }
}
