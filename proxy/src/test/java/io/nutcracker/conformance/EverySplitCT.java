// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static java.util.Objects.requireNonNull;

import io.nutcracker.testing.CacheServer;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies do not depend on how a client's bytes are cut into packets: the transcripts in {@code
 * transcripts/redis-splits} and {@code memcached-splits} are cut at every byte.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EverySplitCT {
  private final List<RedisServer> redis = List.of(RedisServer.start(), RedisServer.start());
  private final List<MemcachedServer> memcached =
      List.of(MemcachedServer.start(), MemcachedServer.start());

  private final RunningProxy proxy =
      SubjectProxy.start(
          List.of(
              TestPool.redis("redis", entries(redis)).with("hash", "murmur"),
              TestPool.memcached("memcached", entries(memcached)).with("hash", "murmur")),
          512);

  private final Map<Dialect, EverySplit> splits =
      Map.of(
          Dialect.REDIS, new EverySplit(proxy.address("redis"), Dialect.REDIS),
          Dialect.MEMCACHED, new EverySplit(proxy.address("memcached"), Dialect.MEMCACHED));

  private static List<String> entries(List<? extends CacheServer> servers) {
    return List.of(servers.get(0).poolEntry("a"), servers.get(1).poolEntry("b"));
  }

  @AfterAll
  void stop() {
    splits.values().forEach(EverySplit::close);
    proxy.close();
    redis.forEach(RedisServer::close);
    memcached.forEach(MemcachedServer::close);
  }

  static List<Transcript> transcripts() {
    return Stream.of("redis-splits", "memcached-splits")
        .flatMap(directory -> TranscriptParser.all(directory).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void repliesAreTheSameWhereverTheInputIsCutInTwo(Transcript transcript) {
    split(transcript).assertSameWhereverCutInTwo(transcript);
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void repliesAreTheSameWhenBytesComeOneByOne(Transcript transcript) {
    split(transcript).assertSameByteByByte(transcript);
  }

  private EverySplit split(Transcript transcript) {
    return requireNonNull(splits.get(transcript.dialect()));
  }
}
