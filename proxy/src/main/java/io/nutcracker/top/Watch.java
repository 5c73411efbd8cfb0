// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks the proxy again and again, on a thread of its own: keys are obeyed at once however long an
 * answer takes. Another question is asked without waiting for the next turn.
 */
final class Watch implements AutoCloseable {
  /** Who does not answer is asked again at least that often. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Inquiry inquiry;
  private final long intervalNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private volatile Model model;
  private Question question;
  private boolean isAsked;
  private long askedAt;

  /** Begins to ask. */
  Watch(StatsPort port, long intervalNanos, Question question) {
    this.inquiry = new Inquiry(port);
    this.intervalNanos = intervalNanos;
    this.question = question;
    this.model = Model.empty(port.address(), ZoneId.systemDefault());
    // A daemon, because an answer may take seconds that nobody wants to wait at the end.
    this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::run);
    thread.start();
  }

  /** What is known now. */
  Model model() {
    return model;
  }

  /** From now on this is asked. */
  void ask(Question next) {
    lock.lock();
    try {
      if (!next.equals(question)) {
        question = next;
        isAsked = false;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        turn(next());
      }
    } catch (InterruptedException _) {
      // It is over.
    }
  }

  /** What is to be asked now, once something is. */
  private Question next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (question.isPaused() || (isAsked && nanosLeft() > 0)) {
        if (question.isPaused()) {
          changed.await();
        } else {
          changed.awaitNanos(nanosLeft());
        }
      }
      isAsked = true;
      askedAt = System.nanoTime();
      return question;
    } finally {
      lock.unlock();
    }
  }

  private long nanosLeft() {
    boolean fails = model.trouble().isPresent();
    long wait = fails ? Math.min(intervalNanos, RETRY_NANOS) : intervalNanos;
    return askedAt + wait - System.nanoTime();
  }

  private void turn(Question asked) {
    Model before = model;
    try {
      model = before.with(inquiry.ask(asked), intervalNanos / 2);
    } catch (NoAnswerException e) {
      model = before.with(e.reason(), System.currentTimeMillis());
    } catch (RuntimeException e) {
      // Whoever answers there may say anything.
      model = before.with("says what nobody understands: " + e, System.currentTimeMillis());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
