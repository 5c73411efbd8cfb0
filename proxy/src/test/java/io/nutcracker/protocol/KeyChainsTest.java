// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Keys are found again by server, in the order in which they came. */
class KeyChainsTest {
  static final int POOL_SIZE = 5;

  private final KeyChains keys = new KeyChains();

  @Test
  void aServersKeysKeepTheirOrder() {
    chain(1, 0, 1, 1, 0);

    assertThat(byServer()).containsExactly(entry(0, List.of(1, 4)), entry(1, List.of(0, 2, 3)));
  }

  @Test
  void fragmentsAreInTheOrderOfTheServers() {
    chain(4, 0, 2);

    assertThat(byServer().keySet()).containsExactly(0, 2, 4);
    assertThat(IntStream.range(0, 3).map(keys::fragmentOf)).containsExactly(2, 0, 1);
  }

  @Test
  void knowsWhereKeysLieAndHowLongAServersAreTogether() {
    keys.start(3, POOL_SIZE);
    keys.add(10, 3, 4);
    keys.add(20, 50, 2);
    keys.add(80, 7, 4);
    keys.finish();

    assertThat(IntStream.range(0, 3).map(keys::offset)).containsExactly(10, 20, 80);
    assertThat(IntStream.range(0, 3).map(keys::length)).containsExactly(3, 50, 7);
    assertThat(IntStream.range(0, 2).map(keys::bytes)).containsExactly(50, 10);
    assertThat(IntStream.range(0, 2).map(keys::count)).containsExactly(1, 2);
  }

  @Test
  void noKeysHaveNoServers() {
    chain(1, 2);
    chain();

    assertThat(keys.count()).isZero();
    assertThat(keys.fragments()).isZero();
  }

  @Property
  void noKeyIsLostAndEachRequestForgetsTheOneBefore(
      @ForAll List<@Size(max = 100) List<@IntRange(max = POOL_SIZE - 1) Integer>> requests) {
    for (List<Integer> servers : requests) {
      chain(servers.stream().mapToInt(Integer::intValue).toArray());

      assertThat(byServer()).isEqualTo(expected(servers));
      assertThat(keys.count()).isEqualTo(servers.size());
    }
  }

  private static Map<Integer, List<Integer>> expected(List<Integer> servers) {
    var expected = new TreeMap<Integer, List<Integer>>();
    for (int key = 0; key < servers.size(); key++) {
      expected.computeIfAbsent(servers.get(key), _ -> new ArrayList<>()).add(key);
    }
    return expected;
  }

  @Test
  void aLargerPoolAndMoreKeysFindRoom() {
    chain(0, 1);
    keys.start(1000, 1000);
    IntStream.range(0, 1000).forEach(key -> keys.add(key, 1, 999 - key));
    keys.finish();

    assertThat(keys.fragments()).isEqualTo(1000);
    assertThat(IntStream.range(0, 1000).map(keys::firstKey))
        .containsExactlyElementsOf(
            IntStream.range(0, 1000).map(fragment -> 999 - fragment).boxed().toList());
  }

  @Test
  void aHugeRequestLeavesNothingBehindAndTheUsualOneAllocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    keys.start(1_000_000, POOL_SIZE);
    chainOften(10_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    keys.start(1_000_000, POOL_SIZE);
    long huge = threads.getCurrentThreadAllocatedBytes();
    chainOften(10_000);
    long after = threads.getCurrentThreadAllocatedBytes();

    assertThat(huge - before).as("for a huge request").isGreaterThan(4_000_000);
    assertThat(after - huge).as("for 10,000 of the usual size").isLessThan(10_000);
  }

  @Test
  void clearedOfAHugeRequestItTakesAnyOther() {
    keys.start(5000, POOL_SIZE);
    IntStream.range(0, 5000).forEach(key -> keys.add(key, 1, key % POOL_SIZE));
    keys.finish();
    keys.clear(16);

    assertThat(keys.count()).isZero();
    chain(3, 1);
    assertThat(byServer()).containsExactly(entry(1, List.of(1)), entry(3, List.of(0)));
    chain(IntStream.range(0, 17).map(_ -> 2).toArray());
    assertThat(byServer()).containsOnlyKeys(2);
  }

  private void chainOften(int times) {
    for (int i = 0; i < times; i++) {
      keys.start(2, POOL_SIZE);
      keys.add(0, 1, 3);
      keys.add(2, 1, i % POOL_SIZE);
      keys.finish();
    }
  }

  /** A request whose keys go to these servers. */
  private void chain(int... servers) {
    keys.start(servers.length, POOL_SIZE);
    for (int key = 0; key < servers.length; key++) {
      keys.add(key, 1, servers[key]);
    }
    keys.finish();
  }

  /** The keys of each server that has any. */
  private Map<Integer, List<Integer>> byServer() {
    var chains = new TreeMap<Integer, List<Integer>>();
    for (int fragment = 0; fragment < keys.fragments(); fragment++) {
      var chain = new ArrayList<Integer>();
      for (int key = keys.firstKey(fragment); key != KeyChains.NONE; key = keys.nextKey(key)) {
        chain.add(key);
        assertThat(keys.fragmentOf(key)).isEqualTo(fragment);
      }
      chains.put(keys.server(fragment), chain);
      assertThat(keys.count(fragment)).isEqualTo(chain.size());
    }
    return chains;
  }
}
