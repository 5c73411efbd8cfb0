// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.function.LongSupplier;

/**
 * Flushes, at the end of an event-loop iteration, every {@link SendBuffer} that was appended to
 * during it. This is what turns many requests of many clients into one write to a server. One per
 * event loop.
 */
public final class Flusher implements Runnable {
  private final EventLoop loop;
  private final LongSupplier nanoTime;
  private ArrayList<SendBuffer> dirty = new ArrayList<>();
  private ArrayList<SendBuffer> flushing = new ArrayList<>();
  private long startedNanos;

  /** When the flush under way began. */
  private long flushNanos;

  private boolean isFlushing;

  /**
   * @param nanoTime nanoseconds since an arbitrary origin; never goes back
   */
  public Flusher(EventLoop loop, LongSupplier nanoTime) {
    this.loop = loop;
    this.nanoTime = nanoTime;
  }

  void add(SendBuffer buffer) {
    if (dirty.isEmpty()) {
      startedNanos = nanoTime.getAsLong();
      loop.execute(this);
    }
    dirty.add(buffer);
  }

  /** The time, read at most once while there is something to flush: exact to the iteration. */
  public long nowNanos() {
    return dirty.isEmpty() ? nanoTime.getAsLong() : startedNanos;
  }

  /** The time of a flush: the same for all that run at the end of an iteration. */
  long flushNanos() {
    return isFlushing ? flushNanos : nanoTime.getAsLong();
  }

  /** Runs after the sockets of this iteration were served. */
  @Override
  public void run() {
    // A flush can close a channel, which can make others dirty: those wait for the next round.
    ArrayList<SendBuffer> batch = dirty;
    dirty = flushing;
    flushing = batch;
    flushNanos = nanoTime.getAsLong();
    isFlushing = true;
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).flush();
    }
    isFlushing = false;
    batch.clear();
  }
}
