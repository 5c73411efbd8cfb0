// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is slow, and for how long that is remembered. */
class SlowLogTest {
  private final SlowLog log = new SlowLog(10_000, 3);

  private static SlowRequest request(long waitingMs, long serverMs, long clientMs) {
    return new SlowRequest(
        Instant.EPOCH,
        List.of("GET", "k"),
        "127.0.0.1:1",
        "",
        "s1",
        TimeUnit.MILLISECONDS.toNanos(waitingMs),
        TimeUnit.MILLISECONDS.toNanos(serverMs),
        TimeUnit.MILLISECONDS.toNanos(clientMs));
  }

  @Test
  void onlyWhatIsSlowIsKept() {
    log.add(request(3, 3, 3));
    assertThat(log.size()).isZero();
    log.add(request(3, 3, 4));
    assertThat(log.size()).isEqualTo(1);
  }

  @Test
  void theLatestAreKeptTheLatestFirst() {
    for (int i = 0; i < 5; i++) {
      log.add(request(10, i, 0));
    }
    assertThat(log.latest(10).stream().map(SlowLog.Entry::id)).containsExactly(4L, 3L, 2L);
    assertThat(log.latest(1).getFirst().request()).isEqualTo(request(10, 4, 0));
    log.reset();
    assertThat(log.size()).isZero();
    log.add(request(10, 0, 0));
    assertThat(log.latest(10).stream().map(SlowLog.Entry::id)).containsExactly(5L);
  }
}
