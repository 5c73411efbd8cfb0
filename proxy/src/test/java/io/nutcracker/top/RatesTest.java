// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static io.nutcracker.stats.ServerStat.REQUESTS;
import static io.nutcracker.top.Samples.pool;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** From two snapshots to what happens per second. */
class RatesTest {
  private static Snapshot at(int second, long requests) {
    return Samples.snapshot(
        second, List.of(pool("shop", true, requests)), Latencies.NONE, Details.NONE);
  }

  private static OptionalDouble requests(Snapshot before, Snapshot now) {
    return new Rates(Optional.of(before), now).of(now.pools().getFirst(), REQUESTS);
  }

  @Test
  void aRateIsTheDifferencePerSecond() {
    assertThat(requests(at(1, 1000), at(3, 1500))).hasValue(250);
    assertThat(requests(at(1, 1000), at(2, 1000))).hasValue(0);
    assertThat(new Rates(Optional.of(at(1, 0)), at(2, 1000)).errors()).hasValue(10);
    assertThat(new Rates(Optional.of(at(1, 0)), at(2, 0)).cpu().getAsDouble()).isEqualTo(0.35);
  }

  @Test
  void oneSnapshotTellsNoRate() {
    var now = at(1, 1000);
    assertThat(new Rates(Optional.empty(), now).of(now.pools().getFirst(), REQUESTS)).isEmpty();
    assertThat(new Rates(Optional.empty(), now).requests()).isEmpty();
    assertThat(new Rates(Optional.empty(), now).cpu()).isEmpty();
  }

  @Test
  void aCounterThatBeganAnewIsNeverANegativeRate() {
    assertThat(requests(at(1, 1000), at(2, 10))).isEmpty();
    Snapshot now = at(2, 5000);
    var restarted =
        new Snapshot(
            now.nanos(),
            now.millis(),
            false,
            Samples.process(2, 0),
            now.pools(),
            Latencies.NONE,
            Details.NONE);
    assertThat(requests(at(1, 1000), restarted)).isEmpty();
    assertThat(new Rates(Optional.of(at(1, 1000)), restarted).cpu()).isEmpty();
  }

  @Test
  void whatWasNotThereBeforeHasNoRate() {
    var other = Samples.snapshot(1, List.of(pool("other", true, 5)), Latencies.NONE, Details.NONE);
    assertThat(requests(other, at(2, 10))).isEmpty();
  }

  @Test
  void aMeanOverALongPauseTellsNothing() {
    assertThat(requests(at(1, 1000), at(12, 2000))).isEmpty();
    assertThat(requests(at(1, 1000), at(11, 2000))).hasValue(100);
  }

  @Test
  void aSnapshotThatComesSoonDoesNotBeginAnotherRate() {
    Model model = Samples.model(at(1, 1000), at(2, 2000)).with(at(3, 3000), 2 * Samples.SECOND);
    assertThat(model.before()).contains(at(1, 1000));
    assertThat(model.now()).contains(at(3, 3000));
  }
}
