// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.Outlet;
import java.time.Duration;
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
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each server gets its keys, in request order. */
class MemcachedFragmenterTest {
  private final MemcachedFragmenter fragmenter = new MemcachedFragmenter();

  @ParameterizedTest
  @CsvSource({"get", "gets", "gat 60", "gats -1"})
  void keysKeepTheirOrderAndDuplicates(String head) {
    assertThat(split(head, List.of("1a", "0a", "1b", "0b", "0a", "1b")))
        .isEqualTo(Map.of(0, head + " 0a 0b 0a\r\n", 1, head + " 1a 1b 1b\r\n"));
  }

  @Test
  void superfluousBlanksAreLeftOut() {
    KeyRouter router = KeyPlacement.byFirstDigit(2, List.of("0a", "1a"));
    String request = "  gat   60   0a " + " ".repeat(1000) + "1a  \n";

    assertThat(split(request, router, 2)).isEqualTo(Map.of(0, "gat 60 0a\r\n", 1, "gat 60 1a\r\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "flush_all, flush_all",
    "flush_all noreply, flush_all",
    "flush_all 10 noreply, flush_all 10",
    "verbosity 1 noreply, verbosity 1",
    "stats, stats",
    "stats  cachedump 1 0, stats  cachedump 1 0"
  })
  void everyServerGetsTheLineWithoutNoreply(String request, String sent) {
    Map<Integer, String> fragments = broadcast(request + "\r\n", 3);

    assertThat(fragments).isEqualTo(Map.of(0, sent + "\r\n", 1, sent + "\r\n", 2, sent + "\r\n"));
    assertThat(fragmenter.keys().count()).isZero();
  }

  @Test
  void knowsWhichReportIsAskedFor() {
    broadcast("stats  items \r\n", 2);
    assertThat(fragmenter.argument()).isEqualTo("items");

    broadcast("stats detail on\r\n", 2);
    assertThat(fragmenter.argument()).isEqualTo("detail");

    broadcast("stats settings\r\n", 2);
    assertThat(fragmenter.argument()).isEqualTo("settings");

    broadcast("stats  \r\n", 2);
    assertThat(fragmenter.argument()).isEmpty();

    broadcast("stats\r\n", 2);
    assertThat(fragmenter.argument()).isEmpty();
  }

  @Test
  void aRequestForgetsTheOneBefore() {
    split("get", keys(100), 50);
    broadcast("flush_all\r\n", 50);
    split("get", keys(10), 3);
    broadcast("stats\r\n", 4);
    Map<Integer, String> fragments = split("gets", List.of("a", "b"), 1);

    assertThat(fragments).isEqualTo(Map.of(0, "gets a b\r\n"));
    assertThat(fragmenter.keys().count()).isEqualTo(2);
  }

  @Property
  void everyKeyGoesOnceToItsServerInRequestOrder(
      @ForAll("someKeys") List<String> keys, @ForAll @IntRange(min = 1, max = 50) int servers) {
    assertThat(split("get", keys, servers)).isEqualTo(expected("get", keys, servers));
  }

  private static Map<Integer, String> expected(String head, List<String> keys, int servers) {
    KeyRouter router = KeyPlacement.byHash(servers);
    var byServer = new TreeMap<Integer, StringBuilder>();
    for (String key : keys) {
      int server = router.serverIndex(WireText.buffer(key), 0, key.length());
      byServer.computeIfAbsent(server, _ -> new StringBuilder(head)).append(' ').append(key);
    }
    var fragments = new LinkedHashMap<Integer, String>();
    byServer.forEach((server, line) -> fragments.put(server, line + "\r\n"));
    return fragments;
  }

  @Test
  void aHundredThousandKeysCostLinearTime() {
    List<String> keys = keys(100_000);

    assertTimeout(
        Duration.ofSeconds(20),
        () -> assertThat(split("get", keys, 50)).isEqualTo(expected("get", keys, 50)));
  }

  @Provide
  Arbitrary<List<String>> someKeys() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .withChars('\u00ff')
        .ofMinLength(1)
        .ofMaxLength(250)
        .list()
        .ofMinSize(2)
        .ofMaxSize(40);
  }

  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "key:" + i).toList();
  }

  /** Keys go to the servers whose digits they start with. */
  private Map<Integer, String> split(String head, List<String> keys) {
    return split(
        head + " " + String.join(" ", keys) + "\r\n", KeyPlacement.byFirstDigit(2, keys), 2);
  }

  private Map<Integer, String> split(String head, List<String> keys, int servers) {
    String request = head + " " + String.join(" ", keys) + "\r\n";
    return split(request, KeyPlacement.byHash(servers), servers);
  }

  private Map<Integer, String> split(String request, KeyRouter router, int servers) {
    ByteBuf in = WireText.buffer("before" + request + "get behind\r\n");
    var parser = ParsedRequest.at(in, "before".length());
    fragmenter.split(in, "before".length(), parser, router, servers);
    return fragments();
  }

  private Map<Integer, String> broadcast(String request, int servers) {
    ByteBuf in = WireText.buffer("before" + request + "get behind\r\n");
    var parser = ParsedRequest.at(in, "before".length());
    fragmenter.broadcast(in, "before".length(), parser, servers);
    return fragments();
  }

  /** The fragments by server. */
  private Map<Integer, String> fragments() {
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
