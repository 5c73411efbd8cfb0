// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What thousands of clients leave behind does not slow down those that come later. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@ExtendWith(SampledLeaks.class)
record AfterTheCrowdIT(SubjectProxy.Starter kind) {
  private static final int CROWD = 3000;
  private static final int MEASUREMENTS = 12;
  private static final int WARM_UPS = 20;
  private static final int REQUESTS = 1000;
  private static final int PIPELINES = 50;

  @Test
  void aProxyIsAsFastAfterACrowdAsBefore() throws IOException {
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start();
        var proxy =
            kind.start(
                List.of(TestPool.redis("alpha", List.of(s1.poolEntry("s1"), s2.poolEntry("s2")))),
                16384)) {
      fastestNanos(proxy, WARM_UPS);
      var before = fastestNanos(proxy, MEASUREMENTS);
      beServedAllAtOnce(proxy);
      ProxyStats.awaitQuiet(proxy, "alpha");
      var after = fastestNanos(proxy, MEASUREMENTS);
      var ratio = after / (double) before;
      System.err.printf(
          "%s: %.1f ms before %d clients, %.1f ms after, ratio %.2f%n",
          kind, before / 1e6, CROWD, after / 1e6, ratio);
      assertThat(ratio).isLessThan(2);
    }
  }

  /** The same work several times: the fastest was disturbed least. */
  private static long fastestNanos(SubjectProxy proxy, int times) throws IOException {
    var fastest = Long.MAX_VALUE;
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      for (int i = 0; i < times; i++) {
        var begin = System.nanoTime();
        work(client);
        fastest = Math.min(fastest, System.nanoTime() - begin);
      }
    }
    return fastest;
  }

  private static void work(PipeliningClient client) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(client.call("SET", "key" + i % 100, "value")).isEqualTo("+OK\r\n");
    }
    for (int i = 0; i < PIPELINES; i++) {
      sendPipeline(client);
      for (int j = 0; j < 64; j++) {
        client.read();
      }
    }
  }

  private static void sendPipeline(PipeliningClient client) throws IOException {
    for (int j = 0; j < 64; j += 2) {
      client.write("GET", "key" + j).write("MGET", "key" + j, "key" + (j + 1));
    }
    client.flush();
  }

  /** Each has a pipeline under way while all others have theirs; every other one just goes away. */
  private static void beServedAllAtOnce(SubjectProxy proxy) throws IOException {
    var crowd = new ArrayList<PipeliningClient>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(PipeliningClient.connect(proxy.address("alpha")));
    }
    for (var client : crowd) {
      client.write("SET", "large", "x".repeat(10_000));
      sendPipeline(client);
    }
    for (int i = 0; i < CROWD; i++) {
      try (var client = crowd.get(i)) {
        assertThat(client.read()).isEqualTo("+OK\r\n");
        if (i % 2 == 0) {
          client.reset();
        }
      }
    }
  }
}
