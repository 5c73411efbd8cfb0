// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigText;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.hashkit.Distribution;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When servers are left out of the continuum, and when they return; all under a made-up clock. */
class EjectionTest {
  private static final long RETRY = 1_000_000_000;
  private static final long LATER = RETRY / 10;

  @Test
  void aServerIsEjectedWhenItsConnectionsFailTwiceInARow() {
    var pool = new Pool();
    assertThat(pool.fail(1, 0)).isFalse();
    assertThat(pool.servers(0)).containsExactly(0, 1, 2);
    assertThat(pool.fail(1, 1)).isTrue();
    assertThat(pool.servers(1)).containsExactly(0, 2);
    assertThat(pool.isEjected(1)).isTrue();
  }

  @Test
  void aResponseSetsTheCountBack() {
    var pool = new Pool();
    pool.fail(1, 0);
    pool.respond(1);
    assertThat(pool.fail(1, 1)).isFalse();
    pool.respond(0);
    assertThat(pool.fail(1, 2)).isTrue();
  }

  @Test
  void failuresOfDifferentServersDoNotAddUp() {
    var pool = new Pool();
    assertThat(pool.fail(0, 0)).isFalse();
    assertThat(pool.fail(1, 0)).isFalse();
    assertThat(pool.fail(2, 0)).isFalse();
    assertThat(pool.servers(0)).containsExactly(0, 1, 2);
  }

  @Test
  void withoutAutoEjectHostsNoneIsEjected() {
    var pool = new Pool("auto_eject_hosts: false");
    IntStream.range(0, 10).forEach(now -> assertThat(pool.fail(1, now)).isFalse());
    assertThat(pool.servers(10)).containsExactly(0, 1, 2);
  }

  @Test
  void aLimitOfZeroMeansOne() {
    var pool = new Pool("auto_eject_hosts: true", "server_failure_limit: 0");
    assertThat(pool.fail(1, 0)).isTrue();
  }

  /** The clock's origin is arbitrary, so it may wrap while a server is out. */
  @ParameterizedTest
  @ValueSource(longs = {0, -RETRY / 2, Long.MAX_VALUE - RETRY / 2})
  void theNextRequestAfterTheRetryTimeoutLetsItBack(long now) {
    var pool = new Pool();
    pool.eject(1, now);
    assertThat(pool.servers(now + RETRY - 1)).containsExactly(0, 2);
    assertThat(pool.servers(now + RETRY)).containsExactly(0, 1, 2);
    assertThat(pool.isEjected(1)).isFalse();
  }

  @Test
  void aServerThatIsBackMustFailAsOftenAgain() {
    var pool = new Pool();
    pool.eject(1, 0);
    pool.servers(RETRY);
    assertThat(pool.fail(1, RETRY)).isFalse();
    assertThat(pool.fail(1, RETRY)).isTrue();
  }

  /** Other connections to the server end a moment later for the same reason. */
  @Test
  void failuresOfAnEjectedServerDoNotCount() {
    var pool = new Pool();
    pool.eject(1, 0);
    IntStream.range(0, 10).forEach(i -> assertThat(pool.fail(1, LATER)).isFalse());
    assertThat(pool.servers(RETRY)).containsExactly(0, 1, 2);
    assertThat(pool.fail(1, RETRY)).isFalse();
  }

  @Test
  void eachServerReturnsAtItsOwnTime() {
    var pool = new Pool();
    pool.eject(0, 0);
    pool.eject(2, LATER);
    assertThat(pool.servers(LATER)).containsExactly(1);
    assertThat(pool.servers(RETRY)).containsExactly(0, 1);
    assertThat(pool.servers(RETRY + LATER)).containsExactly(0, 1, 2);
  }

  @Test
  void whenNoneIsLeftTheLastContinuumStaysButAllAreEjected() {
    var pool = new Pool();
    pool.eject(0, 0);
    pool.eject(1, 0);
    pool.eject(2, LATER);
    assertThat(pool.servers(LATER)).containsExactly(2);
    assertThat(IntStream.range(0, 3)).allMatch(pool::isEjected);
    assertThat(pool.servers(RETRY)).containsExactly(0, 1);
    assertThat(pool.isEjected(2)).isTrue();
  }

  @Test
  void failFastKeepsTheContinuum() {
    var pool = new Pool("auto_eject_hosts: true", "failure_policy: fail_fast");
    pool.eject(1, 0);
    assertThat(pool.servers(0)).containsExactly(0, 1, 2);
    assertThat(pool.isEjected(1)).isTrue();
    pool.servers(RETRY);
    assertThat(pool.isEjected(1)).isFalse();
  }

  @Test
  void withAProbeNoRequestLetsAServerBack() {
    var pool = new Pool("auto_eject_hosts: true", "server_probe: true");
    pool.eject(1, 0);
    assertThat(pool.servers(RETRY * 10)).containsExactly(0, 2);
    pool.ejection.onProbed(pool.server(1));
    assertThat(pool.servers(RETRY * 10)).containsExactly(0, 1, 2);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    var pool = new Pool();
    var before = pool.ejection.live(0);
    pool.eject(1, 0);
    assertThat(Pool.servers(before)).containsExactly(0, 1, 2);
    assertThat(before.isEjected(1)).isFalse();
  }

  /** Three servers. */
  private static final class Pool {
    private final ServerPool pool;
    private final Ejection ejection;

    Pool(String... directives) {
      pool =
          new ServerPool(
              config(directives.length == 0 ? new String[] {"auto_eject_hosts: true"} : directives),
              Distribution.PER_THREAD_RANDOM,
              InstantSource.system());
      ejection = pool.ejection();
    }

    private static PoolConfig config(String... directives) {
      try {
        return ConfigText.pool(
            """
            alpha:
              listen: 127.0.0.1:22121
              distribution: modula
              hash: murmur
              server_retry_timeout: 1000
              %s
              servers:
               - 127.0.0.1:1:1 a
               - 127.0.0.1:2:1 b
               - 127.0.0.1:3:1 c
            """
                .formatted(String.join("\n  ", directives)));
      } catch (ConfigException e) {
        throw new AssertionError(e);
      }
    }

    Server server(int index) {
      return pool.servers().get(index);
    }

    boolean fail(int server, long now) {
      return ejection.onFailure(server(server), ServerFailure.CONNECTION_REFUSED, now);
    }

    void respond(int server) {
      ejection.onResponse(server(server));
    }

    void eject(int server, long now) {
      fail(server, now);
      assertThat(fail(server, now)).isTrue();
    }

    boolean isEjected(int server) {
      return ejection.live().isEjected(server);
    }

    /** The servers that a request may be routed to. */
    List<Integer> servers(long now) {
      return servers(ejection.live(now));
    }

    static List<Integer> servers(LiveServers live) {
      return IntStream.range(0, 100)
          .mapToObj(i -> route(live, "key" + i))
          .distinct()
          .sorted()
          .toList();
    }

    private static int route(LiveServers live, String key) {
      ByteBuf bytes = Unpooled.wrappedBuffer(key.getBytes(UTF_8));
      return live.router().serverIndex(bytes, 0, bytes.readableBytes());
    }
  }
}
