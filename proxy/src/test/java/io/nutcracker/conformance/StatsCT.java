// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * After the same requests the stats line of the C program and ours is the same, byte for byte. Only
 * the {@code request_bytes} of a split MSET are left out: there the C program counts every value
 * but the last one twice; and {@code fragments}, which it never counts.
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
      try (var reference = ReferenceProxy.start(pools, MBUF_SIZE_BYTES);
          var subject = SubjectProxy.start(pools, MBUF_SIZE_BYTES)) {
        pools.forEach(pool -> connectInVain(subject.address(pool.name())));
        work(reference);
        work(subject);
        await().untilAsserted(() -> assertThat(stats(subject)).isEqualTo(stats(reference)));
        assertThat(stats(subject)).contains("\"requests\":16, ", "\"forward_error\":2, ");
        assertThat(line(reference)).contains("\"fragments\":0").doesNotContain("\"fragments\":4");
        assertThat(line(subject)).contains("\"fragments\":4");
      }
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

  private static void say(RawConnection client, String... words) {
    client.send(Resp.command(words));
    client.readValue();
  }

  /** The line, without what depends on the clock and on the program, and without fragments. */
  private static String stats(RunningProxy proxy) {
    return line(proxy).replaceAll("\"(uptime|timestamp|version|fragments)\":[^,]+", "\"$1\":?");
  }

  private static String line(RunningProxy proxy) {
    try (var connection = RawConnection.connect(proxy.statsAddress())) {
      return connection.readToEnd();
    }
  }
}
