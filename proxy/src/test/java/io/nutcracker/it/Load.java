// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Clients at work, each in a thread of its own, until {@link #end}. */
final class Load implements AutoCloseable {
  private static final long ORIGIN = System.nanoTime();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<CompletableFuture<Figures>> clients = new ArrayList<>();
  private final CompletableFuture<Figures> firstFailure = new CompletableFuture<>();

  /** Clients share it while they have requests under way. */
  private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock();

  private volatile boolean over;

  /** A time that is never negative, and means nothing outside the tests. */
  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  void add(ChaoticClient client) {
    var work = CompletableFuture.supplyAsync(() -> client.run(this), threads);
    clients.add(work);
    var _ = work.exceptionally(this::onFailure);
  }

  private Figures onFailure(Throwable cause) {
    firstFailure.completeExceptionally(cause);
    return new Figures();
  }

  boolean isOver() {
    return over;
  }

  /** Sends some requests and reads their responses. */
  void exchange(Runnable requests) {
    underWay.readLock().lock();
    try {
      requests.run();
    } finally {
      underWay.readLock().unlock();
    }
  }

  /** Does something while no request is under way. */
  void whileIdle(Runnable action) {
    underWay.writeLock().lock();
    try {
      action.run();
    } finally {
      underWay.writeLock().unlock();
    }
  }

  /** Lets the clients work, but fails as soon as one of them does. */
  void goOn(Duration time) throws ExecutionException, InterruptedException {
    try {
      firstFailure.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // None has failed.
    }
  }

  /** Lets the clients finish, and returns what they have seen. */
  Figures end() throws ExecutionException, InterruptedException {
    over = true;
    var sum = new Figures();
    for (var client : clients) {
      sum.add(client.get());
    }
    return sum;
  }

  @Override
  public void close() {
    over = true;
    threads.close();
  }
}
