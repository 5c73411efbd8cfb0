// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every memcached transcript to memcached itself and through a pool of one server of ours.
 * Replies, closed connections and what the server then stores must be equal, except where {@code
 * intended-differences-memcached.tsv} says what ours does instead; and what it lists must differ.
 */
final class MemcachedOracleCT {
  private static final List<Transcript> TRANSCRIPTS = TranscriptParser.all("memcached");

  private static final IntendedDifferences DIFFERENCES =
      IntendedDifferences.of("intended-differences-memcached.tsv");

  private static final int MBUF_SIZE_BYTES = 16384;

  private static final List<String> COMMANDS =
      List.of(
          "get",
          "gets",
          "gat",
          "gats",
          "set",
          "add",
          "replace",
          "append",
          "prepend",
          "cas",
          "incr",
          "decr",
          "delete",
          "touch",
          "flush_all",
          "stats",
          "verbosity",
          "version",
          "quit",
          "mg",
          "ms",
          "md",
          "ma",
          "me",
          "mn");

  static List<Transcript> transcripts() {
    return TRANSCRIPTS;
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void doesAsMemcachedDoes(Transcript transcript) {
    var expected = playDirectly(transcript);
    assertThat(SubjectProxy.everyKind())
        .allSatisfy(kind -> {
          var actual = playThrough(kind, transcript);
          assertThat(
                  Verdict.faults(
                      transcript, DIFFERENCES, expected, actual, _ -> expected.outcomes()))
              .as("%s on %s", transcript, kind)
              .isEmpty();
        });
  }

  /**
   * Each play has a server of its own that has counted nothing, so that even the numbers for {@code
   * cas} are the same.
   */
  private static Played playDirectly(Transcript transcript) {
    try (var server = MemcachedServer.start()) {
      return play(transcript, server.address(), server);
    }
  }

  private static Played playThrough(SubjectProxy.Starter kind, Transcript transcript) {
    try (var server = MemcachedServer.start();
        var proxy =
            kind.start(
                List.of(TestPool.memcached(transcript.pool(), List.of(server.poolEntry("a")))),
                MBUF_SIZE_BYTES)) {
      return play(transcript, proxy.address(transcript.pool()), server);
    }
  }

  private static Played play(Transcript transcript, SocketAddress address, MemcachedServer server) {
    var outcomes = TranscriptPlayer.play(transcript, address);
    return new Played(outcomes, Map.of("a", MemcachedData.list(server, transcript)));
  }

  @Test
  void everyIntendedDifferenceNamesATranscript() {
    assertThat(TRANSCRIPTS).extracting(Transcript::name).containsAll(DIFFERENCES.transcripts());
  }

  @Test
  void everyCommandIsPlayed() {
    var played =
        TRANSCRIPTS.stream()
            .flatMap(transcript -> transcript.steps().stream())
            .map(step -> "\n" + step.input())
            .collect(Collectors.joining());
    assertThat(COMMANDS)
        .allSatisfy(command -> assertThat(played).containsPattern("\n" + command + "[ \r]"));
  }
}
