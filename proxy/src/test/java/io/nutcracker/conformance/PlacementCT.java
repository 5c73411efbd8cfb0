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
    pools = PlacementPools.over(servers, TestPool::redis);
    reference = ReferenceProxy.start(pools, MBUF_SIZE_BYTES);
    subject = SubjectProxy.start(pools, MBUF_SIZE_BYTES);
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
