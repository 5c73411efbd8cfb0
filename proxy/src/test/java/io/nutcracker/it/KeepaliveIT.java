// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SocketTable;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code tcpkeepalive}: whose sockets have a keepalive timer. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record KeepaliveIT(SubjectProxy.Starter kind) {
  /** As twemproxy: clients' sockets, and no others. */
  @Test
  void actsOnClientsSockets() {
    for (var asked : List.of(true, false)) {
      try (var server = RedisServer.start();
          var proxy =
              kind.start(
                  List.of(
                      TestPool.redis("alpha", List.of(server.poolEntry("s1")))
                          .with("tcpkeepalive", "" + asked)),
                  16384);
          var client = RawConnection.connect(proxy.address("alpha"))) {
        client.send(command("GET", "a"));
        client.readValue();
        Awaitility.await()
            .untilAsserted(() ->
                assertThat(SocketTable.timersOfAccepted(proxy.address("alpha")))
                    .isNotEmpty()
                    .allMatch(timer -> timer.equals(SocketTable.KEEPALIVE_TIMER) == asked));
        assertThat(SocketTable.timersOfConnected(server.address()))
            .isNotEmpty()
            .doesNotContain(SocketTable.KEEPALIVE_TIMER);
      }
    }
  }
}
