// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.stats.ServerStat;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The transports' exceptions in twemproxy's words. */
class ServerFailureTest {
  static Stream<Arguments> exceptions() {
    return Stream.of(
        // As io_uring and epoll word it, and as NIO does.
        Arguments.of(
            new ConnectException(
                "finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:1"),
            ServerFailure.CONNECTION_REFUSED),
        Arguments.of(
            new ConnectException("Connection refused: /127.0.0.1:1"),
            ServerFailure.CONNECTION_REFUSED),
        Arguments.of(
            new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
            ServerFailure.CONNECTION_RESET),
        Arguments.of(new IOException("Connection reset"), ServerFailure.CONNECTION_RESET),
        Arguments.of(new IOException("Broken pipe"), ServerFailure.BROKEN_PIPE),
        Arguments.of(
            new IOException("connect(..) failed with error(-2): No such file or directory: /s"),
            ServerFailure.NO_SUCH_FILE),
        Arguments.of(
            new NoRouteToHostException("No route to host: /10.0.0.1:1"), ServerFailure.NO_ROUTE),
        Arguments.of(
            new ConnectException("Network is unreachable: /10.0.0.1:1"),
            ServerFailure.NETWORK_UNREACHABLE),
        Arguments.of(new IOException("Permission denied: /s"), ServerFailure.PERMISSION_DENIED),
        Arguments.of(
            new ConnectException("Connection timed out: /10.0.0.1:1"), ServerFailure.TIMED_OUT),
        Arguments.of(new UnknownHostException("Connection refused"), ServerFailure.UNRESOLVED),
        // The server closed while bytes for it were unsent.
        Arguments.of(new ClosedChannelException(), ServerFailure.EOF),
        Arguments.of(new IOException("something else"), ServerFailure.IO_ERROR),
        Arguments.of(new IOException("unknown"), ServerFailure.IO_ERROR),
        Arguments.of(new NullPointerException(), ServerFailure.IO_ERROR));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void exceptionTellsTheFailure(Throwable cause, ServerFailure failure) {
    assertThat(ServerFailure.of(cause)).isEqualTo(failure);
  }

  @Test
  void onlyTimeoutsAndEndsHaveFiguresOfTheirOwn() {
    assertThat(ServerFailure.TIMED_OUT.stat()).isEqualTo(ServerStat.SERVER_TIMEDOUT);
    assertThat(ServerFailure.EOF.stat()).isEqualTo(ServerStat.SERVER_EOF);
    assertThat(Arrays.stream(ServerFailure.values()).map(ServerFailure::stat))
        .filteredOn(stat -> stat == ServerStat.SERVER_ERR)
        .hasSize(ServerFailure.values().length - 2);
  }
}
