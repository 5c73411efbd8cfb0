// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.conformance.Transcript.Step;
import io.nutcracker.testing.RawConnection;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says transcripts in pieces to a proxy of one worker. They leave no trace behind and end with the
 * connection's close, so each can be said again and again.
 */
final class EverySplit implements AutoCloseable {
  private final SocketAddress address;
  private final Dialect dialect;
  private final RawConnection another;

  EverySplit(SocketAddress address, Dialect dialect) {
    this.address = address;
    this.dialect = dialect;
    this.another = RawConnection.connect(address);
  }

  void assertSameWhereverCutInTwo(Transcript transcript) {
    var input = input(transcript);
    var replies = replies(List.of(input));
    for (int cut = 1; cut < input.length(); cut++) {
      assertThat(replies(List.of(input.substring(0, cut), input.substring(cut))))
          .as("cut at byte %d", cut)
          .isEqualTo(replies);
    }
  }

  void assertSameByteByByte(Transcript transcript) {
    var input = input(transcript);
    assertThat(replies(input.chars().mapToObj(Character::toString).toList()))
        .isEqualTo(replies(List.of(input)));
  }

  private static String input(Transcript transcript) {
    return transcript.steps().stream().map(Step::input).collect(Collectors.joining());
  }

  private String replies(List<String> parts) {
    try (var client = RawConnection.connect(address)) {
      for (var part : parts) {
        client.send(part);
        awaitRead();
      }
      return client.readToEnd();
    }
  }

  /**
   * The proxy's only worker has read what came before when it answers something that came later.
   */
  private void awaitRead() {
    another.send(dialect.probe());
    assertThat(dialect.readReplyOrEnd(another)).isNotNull();
  }

  @Override
  public void close() {
    another.close();
  }
}
