// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Large values, many keys, many arguments, and bytes that come one at a time. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@ExtendWith(SampledLeaks.class)
final class LargeRequestsIT {
  private final RedisServer s1 = RedisServer.start();
  private final RedisServer s2 = RedisServer.start();
  private final SubjectProxy proxy;

  LargeRequestsIT(SubjectProxy.Starter kind) {
    var servers = List.of(s1.poolEntry("s1"), s2.poolEntry("s2"));
    proxy = kind.start(List.of(TestPool.redis("alpha", servers)), 16384);
  }

  @AfterEach
  void close() {
    ProxyStats.awaitQuiet(proxy, "alpha");
    proxy.close();
    s1.close();
    s2.close();
  }

  @Test
  void valuesComeBackByteForByte() throws IOException {
    for (var length : new int[] {4095, 4096, 4097, 100_000, 10_000_000}) {
      assertStoresAndReturns(length);
    }
  }

  @Test
  void aValueOfAHundredMegabytesComesBackByteForByte() throws IOException {
    assertStoresAndReturns(100_000_000);
  }

  private void assertStoresAndReturns(int length) throws IOException {
    var value = new byte[length];
    new Random(length).nextBytes(value);
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      client.writeRaw("*3\r\n$3\r\nSET\r\n$5\r\nlarge\r\n$" + length + "\r\n");
      client.writeRaw(value).writeRaw("\r\n").write("GET", "large").write("PING").flush();
      assertThat(client.read()).isEqualTo("+OK\r\n");
      assertThat(client.readLine()).isEqualTo("$" + length);
      assertThat(Arrays.equals(client.read(length), value)).as("%d bytes", length).isTrue();
      assertThat(client.readLine()).isEmpty();
      assertThat(client.read()).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void tenThousandKeysGoToTheirServersAndBack() throws IOException {
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      var pairs = new ArrayList<String>();
      var keys = new ArrayList<String>();
      var expected = new StringBuilder("*10001\r\n");
      for (int i = 0; i < 10_000; i++) {
        keys.add("key" + i);
        pairs.addAll(List.of("key" + i, "value" + i));
        expected.append(Resp.command("value" + i).substring("*1\r\n".length()));
      }
      keys.add("missing");
      expected.append("$-1\r\n");
      client.writeRaw(command("MSET", pairs)).write("PING").flush();
      assertThat(client.read()).isEqualTo("+OK\r\n");
      assertThat(client.read()).isEqualTo("+PONG\r\n");
      assertThat(s1.command("DBSIZE")).isNotEqualTo(":0\r\n");
      assertThat(s2.command("DBSIZE")).isNotEqualTo(":0\r\n");
      client.writeRaw(command("MGET", keys)).write("PING").flush();
      assertThat(client.read()).isEqualTo(expected.toString());
      assertThat(client.read()).isEqualTo("+PONG\r\n");
      for (var counting : List.of("EXISTS", "TOUCH", "DEL", "UNLINK")) {
        client.writeRaw(command(counting, keys)).write("PING").flush();
        assertThat(client.read()).isEqualTo(counting.equals("UNLINK") ? ":0\r\n" : ":10000\r\n");
        assertThat(client.read()).isEqualTo("+PONG\r\n");
      }
    }
  }

  @Test
  void aHundredThousandArgumentsArrive() throws IOException {
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      var arguments = new ArrayList<>(List.of("list"));
      for (int i = 0; i < 100_000; i++) {
        arguments.add("element" + i);
      }
      client.writeRaw(command("RPUSH", arguments)).write("LRANGE", "list", "0", "-1").flush();
      assertThat(client.read()).isEqualTo(":100000\r\n");
      var elements = Resp.elements(client.read());
      assertThat(elements).hasSize(100_000);
      assertThat(elements.getLast()).isEqualTo("$12\r\nelement99999\r\n");
    }
  }

  @Test
  void bytesMayComeOneAtATime() throws IOException {
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      var requests =
          Resp.command("SET", "slow", "value")
              + Resp.command("MGET", "slow", "none", "slow")
              + "ECHO inline\r\n"
              + Resp.command("DEL", "slow", "none");
      for (int i = 0; i < requests.length(); i++) {
        client.writeRaw(requests.substring(i, i + 1)).flush();
      }
      assertThat(client.read()).isEqualTo("+OK\r\n");
      assertThat(client.read()).isEqualTo("*3\r\n$5\r\nvalue\r\n$-1\r\n$5\r\nvalue\r\n");
      assertThat(client.read()).isEqualTo("$6\r\ninline\r\n");
      assertThat(client.read()).isEqualTo(":1\r\n");
    }
  }

  @Test
  void aLongLineMayComeInPieces() throws IOException {
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      var line = "SET long " + "x".repeat(60_000) + "\r\n";
      for (int i = 0; i < line.length(); i += 5000) {
        client.writeRaw(line.substring(i, Math.min(i + 5000, line.length()))).flush();
      }
      assertThat(client.read()).isEqualTo("+OK\r\n");
      assertThat(client.call("STRLEN", "long")).isEqualTo(":60000\r\n");
    }
  }

  private static String command(String name, List<String> arguments) {
    var words = new ArrayList<>(List.of(name));
    words.addAll(arguments);
    return Resp.command(words);
  }
}
