// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The times of flushes, against a list. */
class SentTimesTest {
  /** Against a list with a time for every request. */
  @Test
  void everyRequestHasTheTimeOfItsFlush() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var times = new SentTimes();
    var expected = new ArrayDeque<Long>();
    for (long now = 0; now < 10_000; now++) {
      if (random.nextBoolean()) {
        int requests = random.nextInt(1, 4);
        times.add(now, requests);
        for (int i = 0; i < requests; i++) {
          expected.add(now);
        }
      }
      for (int i = random.nextInt(5); i > 0 && !expected.isEmpty(); i--) {
        assertThat(times.next()).as("seed %d", seed).isEqualTo(expected.remove());
      }
      assertThat(times.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }
}
