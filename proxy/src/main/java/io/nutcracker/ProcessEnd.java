// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import io.nutcracker.cli.ProcessSignal;
import io.nutcracker.cli.StopRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How the process is told to end and how it ends. While a proxy runs, the first SIGINT or SIGTERM
 * asks it to stop, the second one not to wait for its clients, and the third ends the process as it
 * is.
 *
 * <p>Otherwise these signals start the JVM's shutdown. Its hook wakes the main thread, lets it
 * close what it has opened, and then ends the process with the main thread's status: the JVM's own
 * 130 or 143 would tell supervisors of a failure.
 */
final class ProcessEnd implements StopRequest {
  private static final int LONGEST_CLOSE_SECONDS = 10;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CompletableFuture<Void> requestedAtOnce = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger signals = new AtomicInteger();
  private volatile int status = 1;

  /** From now on signals do not end the process by themselves, so {@link #exit} must be called. */
  ProcessEnd() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "shutdown"));
  }

  @Override
  public void await() throws InterruptedException {
    ProcessSignal.INT.on(this::onSignal);
    ProcessSignal.TERM.on(this::onSignal);
    requested.await();
  }

  @Override
  public CompletableFuture<?> atOnce() {
    return requestedAtOnce;
  }

  private void onSignal() {
    switch (signals.incrementAndGet()) {
      case 1 -> requested.countDown();
      case 2 -> {
        requestedAtOnce.complete(null);
        haltWhenClosed();
      }
      default -> Runtime.getRuntime().halt(1);
    }
  }

  /** Ends the process, now that everything is closed. Does not return. */
  void exit(int status) {
    this.status = status;
    closed.countDown();
    System.exit(status);
  }

  private void onShutdown() {
    requested.countDown();
    requestedAtOnce.complete(null);
    haltWhenClosed();
  }

  private void haltWhenClosed() {
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
