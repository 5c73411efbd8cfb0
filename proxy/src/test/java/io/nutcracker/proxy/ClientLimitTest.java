// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Limits that all workers share. */
class ClientLimitTest {
  @Test
  void whoLeavesMakesRoom() {
    var limit = new ClientLimit("open files", 2);

    assertThat(limit.enter()).isNull();
    assertThat(limit.enter()).isNull();
    assertThat(limit.enter()).isSameAs(limit).hasToString("the 2 that open files allows");
    limit.leave();
    assertThat(limit.enter()).isNull();
  }

  @Test
  void poolsShareTheProcess() {
    var process = new ClientLimit("open files", 3);
    var alpha = process.within("client_connections", 2);
    var beta = process.within("client_connections", 0);

    assertThat(alpha.enter()).isNull();
    assertThat(alpha.enter()).isNull();
    assertThat(alpha.enter()).isSameAs(alpha);
    assertThat(beta.enter()).as("the refused one took no place").isNull();
    assertThat(beta.enter()).isSameAs(process);
    alpha.leave();
    assertThat(beta.enter()).isNull();
  }

  @Test
  void isExactWhateverTheThreadsDo() throws Exception {
    var limit = new ClientLimit("open files", 1000).within("client_connections", 2);
    var inside = new AtomicInteger();
    Callable<Integer> visits =
        () -> {
          int most = 0;
          for (int i = 0; i < 100_000; i++) {
            if (limit.enter() == null) {
              most = Math.max(most, inside.incrementAndGet());
              inside.decrementAndGet();
              limit.leave();
            }
          }
          return most;
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var most : threads.invokeAll(Collections.nCopies(4, visits))) {
        assertThat(most.get()).isBetween(1, 2);
      }
    }

    assertThat(limit.enter()).isNull();
    assertThat(limit.enter()).isNull();
    assertThat(limit.enter()).isSameAs(limit);
  }
}
