// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose keys belong to several servers: all fragments right, some of them failing, some of
 * them answered with nonsense. Whatever happens, a client gets one reply per request.
 */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record SplitRequestsIT(SubjectProxy.Starter kind) {
  private static final int SERVERS = 3;

  /** One key for each server, by its index. */
  private static final String[] KEY = {keyOn(0, 0), keyOn(1, 0), keyOn(2, 0)};

  /** The n-th key that belongs to a server: {@code modula} over a hash that Java has, too. */
  private static String keyOn(int server, int n) {
    int seen = 0;
    for (int i = 0; ; i++) {
      var key = "key" + i;
      var crc = new CRC32();
      crc.update(key.getBytes(StandardCharsets.US_ASCII));
      if (crc.getValue() % SERVERS == server && seen++ == n) {
        return key;
      }
    }
  }

  private SubjectProxy proxyFor(String... servers) {
    var pool =
        TestPool.redis("alpha", List.of(servers))
            .with("hash", "crc32a")
            .with("distribution", "modula");
    return kind.start(List.of(pool), 16384);
  }

  private static String refusing(String name) {
    return "127.0.0.1:" + FreePorts.next().getPort() + ":1 " + name;
  }

  @Test
  void largeValuesComeBackInTheOrderOfTheirKeys() throws IOException {
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start();
        var s3 = RedisServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), s2.poolEntry("s2"), s3.poolEntry("s3"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      var mset = new ArrayList<>(List.of("MSET"));
      var keys = new ArrayList<String>();
      var expected = new StringBuilder("*20\r\n");
      for (int i = 0; i < 20; i++) {
        var value = (char) ('a' + i) + "x".repeat(1_000_000 + i);
        keys.add("key" + i);
        mset.addAll(List.of("key" + i, value));
        expected.append(bulk(value));
      }
      client.write("PING").writeRaw(Resp.command(mset)).writeRaw(mget(keys));
      client.writeRaw(mget(keys)).write("DEL", "key0", "key1", "key2").flush();
      assertThat(client.read()).isEqualTo("+PONG\r\n");
      assertThat(client.read()).isEqualTo("+OK\r\n");
      assertThat(client.read().contentEquals(expected)).isTrue();
      assertThat(client.read().contentEquals(expected)).isTrue();
      assertThat(client.read()).isEqualTo(":3\r\n");
    }
  }

  @Test
  void aServerThatIsDownFailsTheWholeRequestAndNoOther() throws IOException {
    try (var s1 = RedisServer.start();
        var s3 = RedisServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), refusing("s2"), s3.poolEntry("s3"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      for (int round = 0; round < 20; round++) {
        client.write("MSET", KEY[0], "0", KEY[1], "1", KEY[2], "2");
        client.write("MGET", KEY[0], KEY[1], KEY[2]);
        client.write("MGET", KEY[2], KEY[0]);
        client.write("DEL", KEY[1], keyOn(1, 1));
        client.write("EXISTS", KEY[0], KEY[1]);
        client.write("GET", KEY[0]);
        client.flush();
        assertThat(client.read()).isEqualTo("-ERR Connection refused\r\n");
        assertThat(client.read()).isEqualTo("-ERR Connection refused\r\n");
        assertThat(client.read()).isEqualTo("*2\r\n$1\r\n2\r\n$1\r\n0\r\n");
        assertThat(client.read()).isEqualTo("-ERR Connection refused\r\n");
        assertThat(client.read()).isEqualTo("-ERR Connection refused\r\n");
        assertThat(client.read()).isEqualTo("$1\r\n0\r\n");
      }
      assertThat(ProxyStats.of(proxy).pool("alpha", "forward_error")).isEqualTo(80);
    }
  }

  @Test
  void theServersOwnErrorReachesTheClient() throws IOException {
    var nobody = FreePorts.next();
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start("--replicaof", "127.0.0.1", "" + nobody.getPort());
        var s3 = RedisServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), s2.poolEntry("s2"), s3.poolEntry("s3"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      client.write("MSET", KEY[0], "0", KEY[1], "1", KEY[2], "2");
      client.write("DEL", KEY[2], KEY[1]);
      client.write("MGET", KEY[0], KEY[1], KEY[2]);
      client.flush();
      var readOnly = "-READONLY You can't write against a read only replica.\r\n";
      assertThat(client.read()).isEqualTo(readOnly);
      assertThat(client.read()).isEqualTo(readOnly);
      assertThat(client.read()).isEqualTo("*3\r\n$1\r\n0\r\n$-1\r\n$-1\r\n");
      assertThat(ProxyStats.of(proxy).pool("alpha", "forward_error")).isZero();
    }
  }

  @Test
  void valuesOfAnotherTypeAreNil() throws IOException {
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start();
        var s3 = RedisServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), s2.poolEntry("s2"), s3.poolEntry("s3"));
        var client = PipeliningClient.connect(proxy.address("alpha"))) {
      client.call("HSET", KEY[1], "field", "value");
      client.call("SET", KEY[2], "");
      assertThat(client.call("MGET", KEY[1], KEY[0], KEY[2], KEY[1]))
          .isEqualTo("*4\r\n$-1\r\n$-1\r\n$0\r\n\r\n$-1\r\n");
    }
  }

  @Test
  void aResponseThatDoesNotFitItsFragmentBecomesAnError() {
    var mget = command("MGET", KEY[0], KEY[1]);
    for (var misfit :
        List.of(
            "*0\r\n",
            "*-1\r\n",
            "*2\r\n$1\r\nx\r\n$1\r\ny\r\n",
            "+OK\r\n",
            ":1\r\n",
            "$1\r\nx\r\n",
            "$-1\r\n")) {
      assertMerged(mget, "*1\r\n$1\r\na\r\n", misfit, "-ERR Invalid argument\r\n");
    }
    for (var misfit : List.of("+OK\r\n", ":-1\r\n", "*1\r\n:1\r\n", "$1\r\n1\r\n", "$-1\r\n")) {
      assertMerged(command("DEL", KEY[0], KEY[1]), ":1\r\n", misfit, "-ERR Invalid argument\r\n");
    }
    for (var misfit : List.of(":1\r\n", "*0\r\n", "$2\r\nOK\r\n")) {
      assertMerged(
          command("MSET", KEY[0], "a", KEY[1], "b"),
          "+OK\r\n",
          misfit,
          "-ERR Invalid argument\r\n");
    }
  }

  @Test
  void elementsOfAnyTypeStayWhole() {
    var nested = "*2\r\n*1\r\n$1\r\nx\r\n*-1\r\n";
    assertMerged(
        command("MGET", KEY[1], KEY[0], keyOn(1, 1)),
        "*1\r\n:7\r\n",
        "*2\r\n" + nested + "+simple\r\n",
        "*3\r\n" + nested + ":7\r\n+simple\r\n");
  }

  @Test
  void theFirstFailingServersErrorWins() {
    var mget = command("MGET", KEY[0], KEY[1]);
    assertMerged(mget, "-ERR first\r\n", "-ERR second\r\n", "-ERR first\r\n");
    assertMerged(mget, "*1\r\n$1\r\na\r\n", "-LOADING wait\r\n", "-LOADING wait\r\n");
    assertMerged(mget, "-OOM full\r\n", "+OK\r\n", "-OOM full\r\n");
  }

  /** The reply to a request with fragments at the first two servers, and to the PING behind it. */
  private void assertMerged(String request, String reply1, String reply2, String merged) {
    try (var s1 = FakeServer.start();
        var s2 = FakeServer.start();
        var proxy = proxyFor(s1.poolEntry("s1"), s2.poolEntry("s2"), refusing("s3"));
        var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(request + command("PING"));
      try (var first = s1.accept();
          var second = s2.accept()) {
        first.readValue();
        second.readValue();
        second.send(reply2);
        first.send(reply1);
        assertThat(client.readValue()).as(reply1 + reply2).isEqualTo(merged);
        assertThat(client.readValue()).isEqualTo("+PONG\r\n");
      }
    }
  }

  private static String command(String... words) {
    return Resp.command(words);
  }

  private static String mget(List<String> keys) {
    var words = new ArrayList<>(List.of("MGET"));
    words.addAll(keys);
    return Resp.command(words);
  }

  private static String bulk(String value) {
    return "$" + value.length() + "\r\n" + value + "\r\n";
  }
}
