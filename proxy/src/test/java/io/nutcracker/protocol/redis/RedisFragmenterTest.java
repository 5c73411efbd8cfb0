// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.Outlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Each server gets its keys, in request order. */
class RedisFragmenterTest {
  private static final KeyRouter TWO_SERVERS =
      new Placement().put(0, "a4", "a5").put(1, "a0", "a1").router(2);

  private final RedisFragmenter fragmenter = new RedisFragmenter();

  @Test
  void fragmentsAreTwemproxys() {
    Map<Integer, String> fragments =
        split(RedisCommand.MGET, List.of("a0", "a4", "a1", "a5", "a4"), TWO_SERVERS, 2);

    assertThat(fragments)
        .isEqualTo(
            Map.of(
                0, Wire.array("mget", "a4", "a5", "a4"),
                1, Wire.array("mget", "a0", "a1")));
  }

  @Test
  void pairsStayTogether() {
    Map<Integer, String> fragments =
        split(RedisCommand.MSET, List.of("a0", "v0", "a4", "", "a1", "\r\n$1\r\n"), TWO_SERVERS, 2);

    assertThat(fragments)
        .isEqualTo(
            Map.of(
                0, Wire.array("mset", "a4", ""),
                1, Wire.array("mset", "a0", "v0", "a1", "\r\n$1\r\n")));
  }

  @Test
  void aSplitForgetsTheOneBefore() {
    split(RedisCommand.DEL, keys(100), modula(50), 50);
    split(RedisCommand.DEL, keys(10), modula(3), 3);
    Map<Integer, String> fragments = split(RedisCommand.TOUCH, List.of("a", "b"), modula(1), 1);

    assertThat(fragments).isEqualTo(Map.of(0, Wire.array("touch", "a", "b")));
    assertThat(fragmenter.keys().count()).isEqualTo(2);
    assertThat(fragmenter.keys().count(0)).isEqualTo(2);
  }

  @Property
  void everyKeyGoesOnceToItsServerInRequestOrder(
      @ForAll("keys") List<String> keys, @ForAll @IntRange(min = 1, max = 50) int servers) {
    KeyRouter router = modula(servers);

    assertThat(split(RedisCommand.MGET, keys, router, servers))
        .isEqualTo(expected("mget", keys, 1, router));
  }

  @Property
  void everyValueGoesWithItsKey(
      @ForAll("pairs") List<String> pairs, @ForAll @IntRange(min = 1, max = 50) int servers) {
    KeyRouter router = modula(servers);

    assertThat(split(RedisCommand.MSET, pairs, router, servers))
        .isEqualTo(expected("mset", pairs, 2, router));
  }

  private static Map<Integer, String> expected(
      String name, List<String> arguments, int step, KeyRouter router) {
    var byServer = new TreeMap<Integer, List<String>>();
    for (int i = 0; i < arguments.size(); i += step) {
      byServer
          .computeIfAbsent(server(router, arguments.get(i)), _ -> new ArrayList<>(List.of(name)))
          .addAll(arguments.subList(i, i + step));
    }
    var fragments = new LinkedHashMap<Integer, String>();
    byServer.forEach((server, elements) -> fragments.put(server, Wire.array(elements)));
    return fragments;
  }

  @Test
  void aHundredThousandKeysCostLinearTime() {
    List<String> keys = keys(100_000);

    assertTimeout(
        Duration.ofSeconds(20),
        () ->
            assertThat(split(RedisCommand.MGET, keys, modula(50), 50))
                .isEqualTo(expected("mget", keys, 1, modula(50))));
  }

  @Provide
  Arbitrary<List<String>> keys() {
    return text().list().ofMinSize(2).ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<String>> pairs() {
    return Arbitraries.integers().between(2, 20).flatMap(n -> text().list().ofSize(2 * n));
  }

  private static Arbitrary<String> text() {
    Arbitrary<Integer> lengths =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.integers().between(0, 12)),
            Tuple.of(1, Arbitraries.integers().between(4000, 70_000)));
    return lengths.flatMap(length ->
        Arbitraries.strings()
            .withChars("\r\n$*1ab\0\u00ff")
            .ofMinLength(Math.min(length, 12))
            .ofMaxLength(12)
            .map(start -> start + "x".repeat(Math.max(0, length - 12))));
  }

  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "key:" + i).toList();
  }

  static KeyRouter modula(int servers) {
    return new KeyRouter(
        KeyHash.FNV1A_64, null, hash -> Integer.remainderUnsigned(hash, servers), servers);
  }

  private static int server(KeyRouter router, String key) {
    return router.serverIndex(Wire.buffer(key), 0, key.length());
  }

  /** The fragments by server. */
  private Map<Integer, String> split(
      RedisCommand command, List<String> arguments, KeyRouter router, int servers) {
    var elements = new ArrayList<>(List.of(command.name()));
    elements.addAll(arguments);
    ByteBuf in = Wire.buffer("before" + Wire.array(elements) + "*1\r\nbehind");
    fragmenter.split(in, "before".length(), command, elements.size(), router, servers);
    var fragments = new LinkedHashMap<Integer, String>();
    for (int fragment = 0; fragment < fragmenter.fragments(); fragment++) {
      var outlet = new Outlet().open();
      fragmenter.append(fragment, outlet.buffer());
      String sent = outlet.received();
      assertThat(fragmenter.bytes(fragment)).isEqualTo(sent.length());
      assertThat(fragments.put(fragmenter.server(fragment), sent)).isNull();
      assertThat(outlet.usedMemory()).isZero();
    }
    assertThat(List.copyOf(fragments.keySet())).isSorted();
    return fragments;
  }
}
