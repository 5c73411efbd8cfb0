// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The C program and ours put every key of memcached on the same server; {@link PlacementCT}'s twin.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemcachedPlacementCT {
  private static final int MBUF_SIZE_BYTES = 16384;

  /**
   * Of every length, inside and outside hash tags, and with bytes that are negative as a C char.
   */
  private static final List<String> KEYS =
      Stream.of("key:%d", "%d", "user:{%d}:name", "{}%d", "\u00ff\u0080%d", "%040d", "%0250d")
          .flatMap(form -> IntStream.range(0, 40).mapToObj(form::formatted))
          .toList();

  private static final String GET_ALL = "get " + String.join(" ", KEYS) + "\r\n";

  private final List<MemcachedServer> servers =
      Stream.generate(MemcachedServer::start)
          .limit(4)
          .collect(ArrayList::new, List::add, List::addAll);

  private final List<TestPool> pools;
  private final RunningProxy reference;
  private final RunningProxy subject;

  MemcachedPlacementCT() {
    servers.add(MemcachedServer.startOnUnixSocket());
    pools = PlacementPools.over(servers, TestPool::memcached);
    reference = ReferenceProxy.start(pools, MBUF_SIZE_BYTES);
    subject = SubjectProxy.start(pools, MBUF_SIZE_BYTES);
  }

  @AfterAll
  void stop() {
    subject.close();
    reference.close();
    servers.forEach(MemcachedServer::close);
  }

  List<String> poolNames() {
    return pools.stream().map(TestPool::name).toList();
  }

  @ParameterizedTest
  @MethodSource("poolNames")
  void putsEveryKeyOnTheServerWhereTheReferencePutsIt(String pool) {
    var expected = placementBy(reference, pool);
    assertThat(readAll(subject, pool)).as("read through ours").isEqualTo(values(KEYS));
    assertThat(placementBy(subject, pool)).isEqualTo(expected);
  }

  /** Which keys each server holds after the proxy has stored each key as its own value. */
  private List<String> placementBy(RunningProxy proxy, String pool) {
    servers.forEach(MemcachedData::wipe);
    try (var client = RawConnection.connect(proxy.address(pool))) {
      KEYS.forEach(
          key -> client.send("set " + key + " 0 0 " + key.length() + "\r\n" + key + "\r\n"));
      KEYS.forEach(_ -> assertThat(client.readReply()).isEqualTo("STORED\r\n"));
    }
    return servers.stream().map(server -> server.request(GET_ALL)).toList();
  }

  /** One request for all keys; the values come in the order of the keys. */
  private static String readAll(RunningProxy proxy, String pool) {
    try (var client = RawConnection.connect(proxy.address(pool))) {
      client.send(GET_ALL);
      return client.readReply();
    }
  }

  private static String values(List<String> keys) {
    return keys.stream()
        .map(key -> "VALUE " + key + " 0 " + key.length() + "\r\n" + key + "\r\n")
        .collect(Collectors.joining("", "", "END\r\n"));
  }
}
