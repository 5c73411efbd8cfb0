// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies do not depend on how a client's bytes are cut into packets: the transcripts in {@code
 * transcripts/redis-splits} are cut at every byte.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EverySplitCT {
  private final RedisServer a = RedisServer.start();
  private final RedisServer b = RedisServer.start();
  private final RunningProxy proxy =
      SubjectProxy.start(
          List.of(
              TestPool.redis("plain", List.of(a.poolEntry("a"), b.poolEntry("b")))
                  .with("hash", "murmur")),
          512);

  private final EverySplit split = new EverySplit(proxy.address("plain"), Dialect.REDIS);

  @AfterAll
  void stop() {
    split.close();
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
    split.assertSameWhereverCutInTwo(transcript);
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void repliesAreTheSameWhenBytesComeOneByOne(Transcript transcript) {
    split.assertSameByteByByte(transcript);
  }
}
