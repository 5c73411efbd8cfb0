// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Latencies over time. */
class LatencyHistoryTest {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

  private final PoolLatencies latencies = new PoolLatencies(1);
  private final LatencyHistory history =
      new LatencyHistory(
          sum -> latencies.addGroup(CommandGroup.READ, LatencyPart.SERVER, sum),
          PoolLatencies::forGroup);
  private int ticks;

  private void record(long millis, int count) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    latencies.recordGroup(CommandGroup.READ, LatencyPart.SERVER, nanos, count);
  }

  private void tick() {
    ticks++;
    history.tick(START.plusSeconds((long) ticks * LatencyHistory.TICK_SECONDS));
  }

  private static long millis(long nanos) {
    return Math.round(nanos / 1e6);
  }

  @Test
  void theLastMinuteForgetsWhatIsOlder() {
    record(100, 1);
    assertThat(millis(history.lastMinute().getMaxValue())).isEqualTo(100);
    for (int i = 0; i < 6; i++) {
      tick();
      assertThat(millis(history.lastMinute().getMaxValue())).isEqualTo(100);
    }
    record(10, 9);
    tick();
    Histogram minute = history.lastMinute();
    assertThat(minute.getTotalCount()).isEqualTo(9);
    assertThat(millis(minute.getMaxValue())).isEqualTo(10);
    assertThat(history.total().getTotalCount()).isEqualTo(10);
  }

  @Test
  void thereIsAPointForEveryTenSecondsWithRequestsInAQuarterOfAnHour() {
    for (int i = 1; i <= 200; i++) {
      if (i % 2 == 0) {
        record(i, 3);
      }
      tick();
    }
    assertThat(history.points()).hasSizeBetween(45, 46);
    LatencyPoint last = history.points().getLast();
    assertThat(last.at()).isEqualTo(START.plusSeconds(2000));
    assertThat(last.count()).isEqualTo(3);
    assertThat(millis(last.p50())).isBetween(198L, 202L);
  }

  @Test
  void whatIsTooLongCountsAsTheLongest() {
    latencies.recordGroup(CommandGroup.READ, LatencyPart.SERVER, Long.MAX_VALUE, 1);
    latencies.recordGroup(CommandGroup.READ, LatencyPart.SERVER, -5, 1);
    assertThat(history.total().getTotalCount()).isEqualTo(2);
  }

  @Test
  void workersAreAddedUp() {
    var one = WorkerCounters.of(List.of(PoolCounters.forServers(2)));
    var two = WorkerCounters.of(List.of(PoolCounters.forServers(2)));
    var all = new Latencies(List.of(one, two));
    all.refresh();
    assertThat(all.server(0, 1, LatencyPart.SERVER)).isEmpty();
    one.pools().getFirst().latencies().recordServer(1, LatencyPart.SERVER, 1_000_000, 2);
    two.pools().getFirst().latencies().recordServer(1, LatencyPart.SERVER, 5_000_000, 1);
    all.refresh();
    Histogram minute = all.server(0, 1, LatencyPart.SERVER).orElseThrow().lastMinute();
    assertThat(minute.getTotalCount()).isEqualTo(3);
    assertThat(millis(minute.getMaxValue())).isEqualTo(5);
    assertThat(all.server(0, 0, LatencyPart.SERVER)).isEmpty();
  }
}
