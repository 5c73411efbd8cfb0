// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.ProxyStarter;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client hears when its server fails: the C program and ours stand before the same faulty
 * server, and say the same.
 */
final class ServerFailureCT {
  private static final int MBUF_SIZE_BYTES = 16384;
  private static final String GET = Resp.command("GET", "k");

  /** What the server does after it has read three GETs that a client sent in one write. */
  enum Fault {
    CLOSES("", Ending.CLOSE),
    CLOSES_AFTER_ONE_ANSWER("+one\r\n", Ending.CLOSE),
    CLOSES_IN_THE_MIDDLE_OF_AN_ANSWER("+one\r\n$5\r\nhel", Ending.CLOSE),
    RESETS("", Ending.RESET),
    STALLS("", Ending.STALL),
    STALLS_IN_THE_MIDDLE_OF_AN_ANSWER("+one\r\n$5\r\nhel", Ending.STALL),
    TALKS_NONSENSE("+one\r\nnonsense\r\n", Ending.STALL),
    TALKS_RESP3("+one\r\n_\r\n", Ending.STALL),
    ANSWERS_ONE_TOO_MANY("+one\r\n+two\r\n+three\r\n+four\r\n", Ending.STALL);

    private final String answer;
    private final Ending ending;

    Fault(String answer, Ending ending) {
      this.answer = answer;
      this.ending = ending;
    }
  }

  private enum Ending {
    CLOSE,
    RESET,
    STALL
  }

  @ParameterizedTest
  @EnumSource
  void aClientHearsTheSameFromBoth(Fault fault) {
    var expected = heard(ReferenceProxy::start, fault);
    assertThat(SubjectProxy.everyKind())
        .allSatisfy(kind -> assertThat(heard(kind, fault)).as("%s", kind).isEqualTo(expected));
  }

  /** The replies to the three GETs, and to a PING that shows the client is still connected. */
  private static String heard(ProxyStarter starter, Fault fault) {
    try (var server = FakeServer.start();
        var proxy = starter.start(List.of(pool(server)), MBUF_SIZE_BYTES);
        var client = RawConnection.connect(proxy.address("faulty"));
        var another = RawConnection.connect(proxy.address("faulty"))) {
      client.send(GET.repeat(3));
      try (var connection = server.accept()) {
        assertThat(connection.read(3 * GET.length())).isEqualTo(GET.repeat(3));
        connection.send(fault.answer);
        ping(another);
        end(connection, fault.ending);
        var replies = client.readValue() + client.readValue() + client.readValue();
        return replies + ping(client);
      }
    }
  }

  private static String ping(RawConnection client) {
    client.send(Resp.command("PING"));
    return client.readValue();
  }

  /**
   * The proxy has read the answer by now. If it had not, the C program might see the answer and the
   * end of the connection in one event, and then it misses the end.
   */
  private static void end(RawConnection connection, Ending ending) {
    switch (ending) {
      case CLOSE -> connection.close();
      case RESET -> connection.reset();
      case STALL -> {}
    }
  }

  private static TestPool pool(FakeServer server) {
    return TestPool.redis("faulty", List.of(server.poolEntry("a"))).with("timeout", "300");
  }
}
