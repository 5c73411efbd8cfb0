// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.sun.management.ThreadMXBean;
import io.netty.channel.embedded.EmbeddedChannel;
import io.nutcracker.testing.LogLines;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A failure that repeats is told of once a second, and none is left out of the sum. */
class FailureLogTest {
  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final FailureLog failures =
      new FailureLog(LoggerFactory.getLogger(FailureLog.class), clock.eventLoop(), "s failed");
  private LogLines log;

  @BeforeEach
  void capture() {
    log = new LogLines(Level.INFO);
    clock.freezeTime();
  }

  @AfterEach
  void release() {
    log.close();
    clock.finish();
  }

  private void pass(long ms) {
    clock.advanceTimeBy(ms, MILLISECONDS);
    clock.runScheduledPendingTasks();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      failures.tell();
    }
  }

  @Test
  void theFirstIsToldOfAtOnceAndTheOthersOnceASecond() {
    fail(1000);
    assertThat(log.with("")).containsExactly("s failed");
    pass(999);
    fail(10);
    assertThat(log.with("")).hasSize(1);
    pass(1);
    assertThat(log.with("")).last().isEqualTo("s failed (1009 more like this in the last second)");
    fail(3);
    pass(1000);
    assertThat(log.with("")).last().isEqualTo("s failed (3 more like this in the last second)");
    assertThat(log.with("")).hasSize(3);
  }

  @Test
  void afterASecondWithoutAFailureTheNextIsTheFirstAgain() {
    fail(1);
    pass(1000);
    assertThat(log.with("")).hasSize(1);
    fail(1);
    assertThat(log.with("")).containsExactly("s failed", "s failed");
  }

  @Test
  void countingAllocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    fail(100_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    fail(100_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }
}
