// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One writer, any number of readers. */
class CountersTest {
  @Test
  void everyFigureStandsForItself() {
    for (ServerStat changed : ServerStat.values()) {
      var counters = new Counters<>(ServerStat.class);
      counters.add(changed, 5);
      counters.add(changed, -7);

      for (ServerStat stat : ServerStat.values()) {
        assertThat(counters.get(stat)).isEqualTo(stat == changed ? -2 : 0);
      }
    }
  }

  @Test
  void aReaderSeesACounterRiseToItsEnd() throws InterruptedException {
    int end = 1_000_000;
    var counters = new Counters<>(PoolStat.class);
    var writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < end; i++) {
                counters.add(PoolStat.CLIENT_EOF, 1);
              }
            });

    long seen = 0;
    while (seen < end) {
      long now = counters.get(PoolStat.CLIENT_EOF);
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
    }

    writer.join();
    assertThat(counters.get(PoolStat.CLIENT_EOF)).isEqualTo(end);
  }
}
