// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How the process is told to end and how it ends. SIGINT and SIGTERM start the JVM's shutdown. Its
 * hook wakes the main thread, lets it close what it has opened, and then ends the process with the
 * main thread's status: the JVM's own 130 or 143 would tell supervisors of a failure.
 */
final class ProcessEnd {
  private static final int LONGEST_CLOSE_SECONDS = 10;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int status = 1;

  /** From now on signals do not end the process by themselves, so {@link #exit} must be called. */
  ProcessEnd() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "shutdown"));
  }

  /** Returns when a signal asks the process to end, at once if it already has. */
  void await() throws InterruptedException {
    requested.await();
  }

  /** Ends the process, now that everything is closed. Does not return. */
  void exit(int status) {
    this.status = status;
    closed.countDown();
    System.exit(status);
  }

  private void onShutdown() {
    requested.countDown();
    try {
      if (!closed.await(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
        status = 1;
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread; whoever does wants an end now.
    }
    Runtime.getRuntime().halt(status);
  }
}
