// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The C program and ours put every key on the same server, for each hash and distribution, over the
 * same real servers. (The distribution "random" has no place for a key.)
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlacementCT {
  private static final int MBUF_SIZE_BYTES = 16384;

  private static final List<String> HASHES =
      List.of(
          "one_at_a_time",
          "md5",
          "crc16",
          "crc32",
          "crc32a",
          "fnv1_64",
          "fnv1a_64",
          "fnv1_32",
          "fnv1a_32",
          "hsieh",
          "murmur",
          "jenkins");

  /**
   * Of every length, inside and outside hash tags, and with bytes that are negative as a C char.
   */
  private static final List<String> KEYS =
      Stream.of("key:%d", "%d", "user:{%d}:name", "{}%d", "\u00ff\u0080%d\u0000", "%040d")
          .flatMap(form -> IntStream.range(0, 40).mapToObj(form::formatted))
          .toList();

  private final List<RedisServer> servers =
      Stream.generate(RedisServer::start).limit(4).collect(ArrayList::new, List::add, List::addAll);

  private final List<TestPool> pools;
  private final RunningProxy reference;
  private final RunningProxy subject;

  PlacementCT() {
    servers.add(RedisServer.startOnUnixSocket());
    pools =
        HASHES.stream()
            .flatMap(hash -> Stream.of("ketama", "modula").flatMap(form -> pools(hash, form)))
            .toList();
    reference = ReferenceProxy.start(pools, MBUF_SIZE_BYTES);
    subject = SubjectProxy.start(pools, MBUF_SIZE_BYTES);
  }

  private Stream<TestPool> pools(String hash, String distribution) {
    var name = hash + "-" + distribution;
    var plain = servers.stream().map(server -> server.endpoint() + ":1").toList();
    var named =
        IntStream.range(0, servers.size())
            .mapToObj(i -> servers.get(i).endpoint() + ":" + (i + 1) + " server" + i * i)
            .toList();
    return Stream.of(
            TestPool.redis(name, plain),
            TestPool.redis(name + "-named-weighted-tagged", named).with("hash_tag", "{}"))
        .map(pool -> pool.with("hash", hash).with("distribution", distribution));
  }

  @AfterAll
  void stop() {
    subject.close();
    reference.close();
    servers.forEach(RedisServer::close);
  }

  List<String> poolNames() {
    return pools.stream().map(TestPool::name).toList();
  }

  @ParameterizedTest
  @MethodSource("poolNames")
  void putsEveryKeyOnTheServerWhereTheReferencePutsIt(String pool) {
    var expected = placementBy(reference, pool);
    assertThat(readAll(subject, pool)).as("read through ours").isEqualTo(KEYS);
    assertThat(placementBy(subject, pool)).isEqualTo(expected);
  }

  /** Which keys each server holds after the proxy has stored each key as its own value. */
  private List<List<String>> placementBy(RunningProxy proxy, String pool) {
    servers.forEach(ServerData::wipe);
    try (var client = RawConnection.connect(proxy.address(pool))) {
      KEYS.forEach(key -> client.send(Resp.command("SET", key, key)));
      KEYS.forEach(key -> assertThat(client.readValue()).isEqualTo("+OK\r\n"));
    }
    return servers.stream().map(ServerData::list).toList();
  }

  private static List<String> readAll(RunningProxy proxy, String pool) {
    try (var client = RawConnection.connect(proxy.address(pool))) {
      KEYS.forEach(key -> client.send(Resp.command("GET", key)));
      return KEYS.stream().map(_ -> Resp.bulk(client.readValue())).toList();
    }
  }
}
