// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.InetSocketAddress;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** WAIT over two servers, each with a replica. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record ReplicationIT(SubjectProxy.Starter kind) {
  /** What a test does with a client of a pool of two servers. */
  private interface Visit {
    void with(RawConnection client, SubjectProxy proxy, RedisServer replica);
  }

  private void visit(Visit visit) {
    try (var one = RedisServer.start("--repl-diskless-sync-delay", "0");
        var two = RedisServer.start("--repl-diskless-sync-delay", "0");
        var first = replicaOf(one);
        var second = replicaOf(two)) {
      awaitConnected(first);
      awaitConnected(second);
      try (var proxy = proxyOver(one, two);
          var client = RawConnection.connect(proxy.address("alpha"))) {
        visit.with(client, proxy, second);
      }
    }
  }

  private static RedisServer replicaOf(RedisServer master) {
    int port = ((InetSocketAddress) master.address()).getPort();
    return RedisServer.start("--replicaof", "127.0.0.1 " + port);
  }

  private static void awaitConnected(RedisServer replica) {
    Awaitility.await("replica")
        .until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
  }

  private SubjectProxy proxyOver(RedisServer one, RedisServer two) {
    var pool =
        TestPool.redis("alpha", List.of(one.poolEntry("s0"), two.poolEntry("s1")))
            .with("leased_connections", "1");
    return kind.start(List.of(pool), 16384);
  }

  private static void write(RawConnection client) {
    for (int i = 0; i < 20; i++) {
      say(client, "SET", i + "key", "v");
    }
  }

  @Test
  void theFewestReplicasCount() {
    visit((client, proxy, replica) -> {
      write(client);
      assertThat(say(client, "WAIT", "1", "10000")).isEqualTo(":1\r\n");
      assertThat(say(client, "WAIT", "2", "10")).isEqualTo(":1\r\n");
      replica.pause();
      write(client);
      assertThat(say(client, "WAIT", "1", "50")).isEqualTo(":0\r\n");
      replica.resume();
      assertThat(say(client, "WAIT", "1", "10000")).isEqualTo(":1\r\n");
      assertThat(say(client, "WAIT", "a", "b"))
          .isEqualTo("-ERR value is not an integer or out of range\r\n");
      assertThat(say(client, "GET", "1key")).isEqualTo("$1\r\nv\r\n");
    });
  }

  /** A worker has one leased connection only: who comes later has to wait for it. */
  @Test
  void othersAreServedMeanwhile() {
    visit((client, proxy, replica) -> {
      replica.pause();
      write(client);
      client.send(Resp.command("WAIT", "1", "0"));
      try (var waiting = RawConnection.connect(proxy.address("alpha"));
          var other = RawConnection.connect(proxy.address("alpha"))) {
        waiting.send(Resp.command("WAIT", "1", "0"));
        write(other);
        replica.resume();
        assertThat(client.readValue()).isEqualTo(":1\r\n");
        assertThat(waiting.readValue()).isEqualTo(":1\r\n");
      }
    });
  }

  @Test
  void whoGoesLeavesTheLeaseToOthers() {
    visit((client, proxy, replica) -> {
      replica.pause();
      try (var gone = RawConnection.connect(proxy.address("alpha"))) {
        write(gone);
        gone.send(Resp.command("WAIT", "1", "0"));
        say(client, "PING");
      }
      assertThat(say(client, "WAIT", "1", "50")).isEqualTo(":0\r\n");
    });
  }

  @Test
  void aServerThatIsDownMakesItFail() {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var proxy = proxyOver(one, two);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      two.kill();
      assertThat(say(client, "WAIT", "0", "10")).startsWith("-ERR Connection refused");
      assertThat(say(client, "PING")).isEqualTo("+PONG\r\n");
    }
  }
}
