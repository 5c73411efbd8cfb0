// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.conformance.Transcript.Step;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies do not depend on how a client's bytes are cut into packets. The transcripts in {@code
 * transcripts/redis-splits} leave no trace behind and end with the connection's close, so each can
 * be said again and again, cut at every byte.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EverySplitCT {
  private static final String PING = Resp.command("PING");

  private final RedisServer a = RedisServer.start();
  private final RedisServer b = RedisServer.start();
  private final RunningProxy proxy =
      SubjectProxy.start(
          List.of(
              TestPool.redis("plain", List.of(a.poolEntry("a"), b.poolEntry("b")))
                  .with("hash", "murmur")),
          512);

  private final RawConnection another = RawConnection.connect(proxy.address("plain"));

  @AfterAll
  void stop() {
    another.close();
    proxy.close();
    a.close();
    b.close();
  }

  static List<Transcript> transcripts() {
    return TranscriptParser.all("redis-splits");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void repliesAreTheSameWhereverTheInputIsCutInTwo(Transcript transcript) {
    var input = input(transcript);
    var replies = replies(List.of(input));
    for (int cut = 1; cut < input.length(); cut++) {
      assertThat(replies(List.of(input.substring(0, cut), input.substring(cut))))
          .as("cut at byte %d", cut)
          .isEqualTo(replies);
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void repliesAreTheSameWhenBytesComeOneByOne(Transcript transcript) {
    var input = input(transcript);
    assertThat(replies(input.chars().mapToObj(Character::toString).toList()))
        .isEqualTo(replies(List.of(input)));
  }

  private static String input(Transcript transcript) {
    return transcript.steps().stream().map(Step::input).collect(Collectors.joining());
  }

  private String replies(List<String> parts) {
    try (var client = RawConnection.connect(proxy.address("plain"))) {
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
    another.send(PING);
    another.readValue();
  }
}
