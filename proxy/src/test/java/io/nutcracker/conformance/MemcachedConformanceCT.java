// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the C program serves of memcached, played to it and to ours over the same two servers. What
 * differs on purpose is in {@code intended-differences-memcached-pools.tsv}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemcachedConformanceCT {
  private static final List<Transcript> TRANSCRIPTS = TranscriptParser.all("memcached-pools");

  private static final IntendedDifferences DIFFERENCES =
      IntendedDifferences.of("intended-differences-memcached-pools.tsv");

  /** A server where none is: port 1 belongs to a service that nobody runs. */
  private static final String NOBODY = "127.0.0.1:1:1 b";

  private static final int MBUF_SIZE_BYTES = 16384;

  private final MemcachedServer a = MemcachedServer.start();
  private final MemcachedServer b = MemcachedServer.start();
  private final MemcachedServer direct = MemcachedServer.start();
  private final RunningProxy reference = ReferenceProxy.start(pools(), MBUF_SIZE_BYTES);
  private final Map<SubjectProxy.Starter, RunningProxy> subjects = new LinkedHashMap<>();

  @BeforeAll
  void startSubjects() {
    SubjectProxy.everyKind()
        .forEach(kind -> subjects.put(kind, kind.start(pools(), MBUF_SIZE_BYTES)));
  }

  @AfterAll
  void stop() {
    subjects.values().forEach(RunningProxy::close);
    reference.close();
    direct.close();
    a.close();
    b.close();
  }

  private List<TestPool> pools() {
    return List.of(
        pool("plain", a.poolEntry("a"), b.poolEntry("b")),
        pool("tagged", a.poolEntry("a"), b.poolEntry("b")).with("hash_tag", "{}"),
        pool("single", a.poolEntry("a")),
        pool("down", NOBODY),
        pool("half-down", a.poolEntry("a"), NOBODY));
  }

  /** With this hash, keys that differ in their last byte already go to different servers. */
  private static TestPool pool(String name, String... servers) {
    return TestPool.memcached(name, List.of(servers)).with("hash", "murmur");
  }

  static List<Transcript> transcripts() {
    return TRANSCRIPTS;
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void doesAsTheReferenceDoes(Transcript transcript) {
    var expected = play(transcript, reference);
    assertThat(subjects)
        .allSatisfy((kind, subject) -> {
          var actual = play(transcript, subject);
          assertThat(Verdict.faults(transcript, DIFFERENCES, expected, actual, this::playDirectly))
              .as("%s on %s", transcript, kind)
              .isEmpty();
        });
  }

  private Played play(Transcript transcript, RunningProxy proxy) {
    MemcachedData.wipe(a);
    MemcachedData.wipe(b);
    var outcomes = TranscriptPlayer.play(transcript, proxy.address(transcript.pool()));
    var data = new LinkedHashMap<String, List<String>>();
    data.put("a", MemcachedData.list(a, transcript));
    data.put("b", MemcachedData.list(b, transcript));
    return new Played(outcomes, data);
  }

  private List<Outcome> playDirectly(Transcript transcript) {
    MemcachedData.wipe(direct);
    return TranscriptPlayer.play(transcript, direct.address());
  }

  @Test
  void everyIntendedDifferenceNamesATranscript() {
    assertThat(TRANSCRIPTS).extracting(Transcript::name).containsAll(DIFFERENCES.transcripts());
  }
}
