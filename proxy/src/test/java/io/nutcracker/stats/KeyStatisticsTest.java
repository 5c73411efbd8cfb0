// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.stats.BigKeys.BigKey;
import io.nutcracker.stats.HotKeys.HotKey;
import io.nutcracker.testing.ZipfKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Hot and big keys. */
class KeyStatisticsTest {
  private static final int KEYS = 100_000;
  private static final int REQUESTS = 1_000_000;

  @Test
  void theTenHottestOfAMillionRequestsAreFound() {
    long seed = System.nanoTime();
    var zipf = new ZipfKeys(KEYS, seed);
    var hot = new HotKeys();
    for (int i = 0; i < REQUESTS; i += 100) {
      String[] keys =
          IntStream.range(0, 100).mapToObj(_ -> "key:" + zipf.next()).toArray(String[]::new);
      hot.add(samples(keys));
      if (i % 100_000 == 0) {
        hot.tick();
      }
    }
    assertThat(hot.samples()).isEqualTo(REQUESTS);
    assertThat(hot.top(10).stream().map(HotKey::key))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10).mapToObj(i -> "key:" + i).toList());
    assertThat(hot.top(1).getFirst().samples()).isCloseTo(82_700, within(0.05));
    assertThat(hot.top(Integer.MAX_VALUE)).hasSizeLessThan(1024);
  }

  private static Percentage within(double share) {
    return Percentage.withPercentage(share * 100);
  }

  private static KeySamples samples(String... keys) {
    var samples = new KeySamples();
    for (String key : keys) {
      assertThat(samples.add(key.getBytes(ISO_8859_1), 0, key.length())).isTrue();
    }
    return samples;
  }

  @Test
  void samplesComeBackAsTheyWere() {
    var all = new ArrayList<String>();
    samples("a", "", "b".repeat(127)).forEach(all::add);
    assertThat(all).containsExactly("a", "", "b".repeat(127));
    var full = samples();
    int taken = 0;
    while (full.add(new byte[96], 0, 96)) {
      taken++;
    }
    assertThat(taken).isEqualTo(4 * 1024 / 97);
  }

  @Test
  void whatWasHotAMinuteAgoIsForgotten() {
    var hot = new HotKeys();
    hot.add(samples("old", "old"));
    for (int i = 0; i < 11; i++) {
      hot.tick();
      assertThat(hot.top(5)).containsExactly(new HotKey("old", 2));
    }
    hot.tick();
    assertThat(hot.top(5)).isEmpty();
  }

  @Test
  void theBiggestAreKept() {
    var big = new BigKeys();
    for (int i = 0; i < 1000; i++) {
      int bytes = 2000 + i * 7919 % 1000;
      if (big.isBig(bytes)) {
        big.add(new BigKey("key:" + bytes, bytes, Instant.EPOCH));
      }
    }
    List<BigKey> all = big.longestFirst();
    assertThat(all).hasSize(100);
    assertThat(all.stream().map(BigKey::bytes))
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> 2999 - i).toList());
    assertThat(big.isBig(2900)).isFalse();
    big.add(new BigKey("key:2999", 5000, Instant.EPOCH));
    big.add(new BigKey("key:2999", 4000, Instant.EPOCH));
    assertThat(big.longestFirst().getFirst())
        .isEqualTo(new BigKey("key:2999", 5000, Instant.EPOCH));
    assertThat(big.longestFirst()).hasSize(100);
  }
}
