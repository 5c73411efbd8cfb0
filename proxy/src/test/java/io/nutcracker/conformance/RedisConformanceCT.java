// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.conformance.Laboratory.Side;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.SubjectProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every Redis transcript to the C program and to ours. Replies, closed connections and what
 * the servers then store must be equal, except where {@code intended-differences.tsv} says what
 * ours does instead; and what it lists must differ.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisConformanceCT {
  private static final List<Transcript> TRANSCRIPTS = TranscriptParser.all("redis");

  private static final IntendedDifferences DIFFERENCES =
      IntendedDifferences.of("intended-differences.tsv");

  private final Laboratory laboratory = new Laboratory();
  private final RedisOracle oracle = new RedisOracle();
  private final Side reference = laboratory.start(ReferenceProxy::start);
  private final Map<SubjectProxy.Starter, Side> subjects = new LinkedHashMap<>();

  @BeforeAll
  void startSubjects() {
    SubjectProxy.everyKind().forEach(kind -> subjects.put(kind, laboratory.start(kind)));
  }

  @AfterAll
  void stop() {
    subjects.values().forEach(Side::close);
    reference.close();
    oracle.close();
    laboratory.close();
  }

  static List<Transcript> transcripts() {
    return TRANSCRIPTS;
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void doesAsTheReferenceDoes(Transcript transcript) {
    var expected = laboratory.play(transcript, reference);
    assertThat(subjects)
        .allSatisfy((kind, subject) -> {
          var actual = laboratory.play(transcript, subject);
          assertThat(Verdict.faults(transcript, DIFFERENCES, expected, actual, oracle::play))
              .as("%s on %s", transcript, kind)
              .isEmpty();
        });
  }

  @Test
  void everyIntendedDifferenceNamesATranscript() {
    assertThat(TRANSCRIPTS).extracting(Transcript::name).containsAll(DIFFERENCES.transcripts());
  }

  @Test
  void everySupportedCommandIsPlayed() {
    var played =
        TRANSCRIPTS.stream()
            .flatMap(transcript -> transcript.steps().stream())
            .map(step -> step.input().toUpperCase(Locale.ROOT))
            .collect(Collectors.joining());
    assertThat(CommandTable.supported())
        .allSatisfy(command -> assertThat(played.contains("\r\n" + command + "\r\n")).isTrue());
  }
}
