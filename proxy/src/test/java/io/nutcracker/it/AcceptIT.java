// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.ProxyProcess;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that runs out of descriptors, because its pool may have more connections to servers
 * than there are: accepting fails, and goes on when descriptors come free.
 */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
final class AcceptIT {
  private static final int OPEN_FILES = 150;

  /** Where {@code one_at_a_time} and {@code modula} put these keys. */
  private static final String ON_S1 = "a";

  private static final String ON_S2 = "foo";

  private final RedisServer s1 = RedisServer.start();
  private final RedisServer s2 = RedisServer.start();
  private final List<RawConnection> connections = new ArrayList<>();
  private final ProxyProcess proxy;

  AcceptIT(SubjectProxy.Starter kind) {
    var pool =
        TestPool.redis("alpha", List.of(s1.poolEntry("s1"), s2.poolEntry("s2")))
            .with("hash", "one_at_a_time")
            .with("distribution", "modula")
            .with("server_connections", "100");
    proxy = ProxyProcess.start(OPEN_FILES, kind.settings(), List.of(pool));
  }

  @AfterEach
  void stop() {
    connections.forEach(RawConnection::close);
    proxy.close();
    s1.close();
    s2.close();
  }

  @Test
  void whoCannotBeAcceptedWaitsUntilOthersHaveGone() {
    var served = new ArrayList<RawConnection>();
    var waiting = pingFrom(proxy.address("alpha"));
    while (isAnswered(waiting)) {
      assertThat(waiting.readValue()).isEqualTo("+PONG\r\n");
      askBothServers(waiting);
      served.add(waiting);
      waiting = pingFrom(proxy.address("alpha"));
    }
    var stats = pingFrom(proxy.statsAddress());
    Awaitility.await().until(() -> proxy.log().contains("stats: accept failed"));
    assertThat(served).hasSizeGreaterThan(20);
    for (var client : served) {
      client.send(command("PING"));
      assertThat(client.readValue()).isEqualTo("+PONG\r\n");
    }
    served.getFirst().send(command("GET", ON_S1));
    assertThat(served.getFirst().readValue()).isEqualTo("$-1\r\n");

    served.forEach(RawConnection::close);
    assertThat(waiting.readValue()).isEqualTo("+PONG\r\n");
    assertThat(stats.readToEnd()).endsWith("}}\n");
    assertThat(proxy.log())
        .as("so often that it pauses in between")
        .containsPattern("pool 'alpha': clients are accepted again, after \\d{1,3} failures")
        .containsPattern("stats: clients are accepted again, after \\d{1,3} failures");
  }

  /** Or else accepting fails. */
  private boolean isAnswered(RawConnection client) {
    Awaitility.await()
        .until(() -> client.hasUnread() || proxy.log().contains("pool 'alpha': accept failed"));
    return client.hasUnread();
  }

  private RawConnection pingFrom(SocketAddress address) {
    var connection = RawConnection.connect(address);
    connections.add(connection);
    connection.send(command("PING"));
    return connection;
  }

  /** Makes a connection to each server; whether that succeeds does not matter. */
  private static void askBothServers(RawConnection client) {
    client.send(command("GET", ON_S1) + command("GET", ON_S2));
    client.readValue();
    client.readValue();
  }
}
