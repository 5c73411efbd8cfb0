// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Draws are uniform over the live servers. */
class RandomDistributionTest {
  private static final int DRAWS = 30_000;

  @Test
  void drawsEachLiveServerEquallyOftenWhateverItsWeight() {
    assertUniform(new Random(20221001));
  }

  @Test
  void drawsFromEachThreadsOwnGenerator() {
    assertUniform(Distribution.PER_THREAD_RANDOM);
  }

  private static void assertUniform(RandomGenerator random) {
    var live =
        List.of(
            new RingServer(0, "a", 1),
            new RingServer(2, "b", 1_000_000),
            new RingServer(5, "c", 1));
    var continuum = new RandomDistribution(live, random);

    var draws = new int[6];
    for (int i = 0; i < DRAWS; i++) {
      draws[continuum.serverIndex(0)]++;
    }

    assertThat(draws[0] + draws[2] + draws[5]).isEqualTo(DRAWS);
    for (var server : live) {
      // Ten per cent are more than ten standard deviations.
      assertThat(draws[server.index()]).isCloseTo(DRAWS / 3, Percentage.withPercentage(10));
    }
  }
}
