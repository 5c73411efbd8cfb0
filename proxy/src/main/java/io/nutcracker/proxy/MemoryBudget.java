// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.channel.EventLoop;
import io.nutcracker.config.ByteCount;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the buffers of all connections together within {@code max_memory}. It looks at what they
 * use from time to time, so that a request costs nothing.
 *
 * <pre>
 *   use     above max_memory: clients that hold much are not read, at each look smaller ones, until
 *    │      only those are read that hold nothing
 *    │      above it by a quarter: at each look the client that holds most is closed
 *    ▼      below three quarters of it: all are read again
 * </pre>
 *
 * <p>Clients that are not read may all wait for each other's memory, halfway through their
 * requests. So when nothing has come free for some time, the one that holds most is closed as well,
 * and the next after half that time.
 *
 * <p>Belongs to the event loop of the admin port, which has time.
 */
final class MemoryBudget implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(MemoryBudget.class);

  private static final long LOOK_MS = 100;

  /** What servers can send in between is what the budget is exceeded by. */
  private static final long LOOK_WHILE_SCARCE_MS = 10;

  private static final long PATIENCE_NANOS = SECONDS.toNanos(2);

  /** By how much the most that a client may hold shrinks from look to look. */
  private static final int SHRINKING = 4;

  /** Less than this is nothing: a request that has begun to arrive. Nobody is closed for it. */
  static final long LEAST_HOLDING = 4096;

  private final long maxBytes;
  private final LongSupplier usedBytes;
  private final LongSupplier nanoTime;
  private final EventLoop loop;
  private final List<Worker> workers;

  private boolean scarce;
  private long mostHolding;

  /** The least use since memory became scarce, and when that was seen. */
  private long leastUsed;

  private long leastUsedNanos;
  private long patienceNanos;
  private int closed;

  /**
   * @param usedBytes how many bytes of buffers are in use
   * @param nanoTime nanoseconds since an arbitrary origin; never goes back
   */
  MemoryBudget(
      long maxBytes,
      LongSupplier usedBytes,
      LongSupplier nanoTime,
      EventLoop loop,
      List<Worker> workers) {
    this.maxBytes = maxBytes;
    this.usedBytes = usedBytes;
    this.nanoTime = nanoTime;
    this.loop = loop;
    this.workers = workers;
  }

  /** What {@code max_memory} allows. */
  long maxBytes() {
    return maxBytes;
  }

  /** How much is in use now; any thread may ask. */
  long usedBytes() {
    return usedBytes.getAsLong();
  }

  void start() {
    loop.schedule(this, LOOK_MS, MILLISECONDS);
  }

  @Override
  public void run() {
    look(usedBytes.getAsLong());
    loop.schedule(this, scarce ? LOOK_WHILE_SCARCE_MS : LOOK_MS, MILLISECONDS);
  }

  private void look(long used) {
    if (!scarce && used > maxBytes) {
      begin(used);
    }
    if (scarce && used <= maxBytes / 4 * 3) {
      end(used);
    }
    if (scarce) {
      relieve(used);
    }
  }

  private void begin(long used) {
    log.warn(
        "memory is scarce: {} bytes in use, max_memory is {}: not reading from who holds much",
        used,
        ByteCount.text(maxBytes));
    scarce = true;
    mostHolding = RequestWindow.SOFT_LIMIT_BYTES;
    leastUsed = Long.MAX_VALUE;
    patienceNanos = PATIENCE_NANOS;
    closed = 0;
  }

  private void end(long used) {
    log.warn("memory is free again: {} bytes in use; clients closed: {}", used, closed);
    scarce = false;
    workers.forEach(worker -> worker.loop().execute(worker::memoryIsFree));
  }

  private void relieve(long used) {
    if (used > maxBytes) {
      mostHolding = mostHolding > LEAST_HOLDING ? mostHolding / SHRINKING : LEAST_HOLDING;
    }
    long most = mostHolding;
    workers.forEach(worker -> worker.loop().execute(() -> worker.memoryIsScarce(most)));
    if (used > maxBytes + maxBytes / 4 || isStuck(used)) {
      closeLargest();
    }
  }

  private boolean isStuck(long used) {
    long now = nanoTime.getAsLong();
    if (used < leastUsed) {
      leastUsed = used;
      leastUsedNanos = now;
    }
    boolean stuck = now - leastUsedNanos > patienceNanos;
    if (stuck) {
      leastUsed = Long.MAX_VALUE;
      patienceNanos /= 2;
    }
    return stuck;
  }

  private void closeLargest() {
    Worker holder =
        workers.stream().max(Comparator.comparingLong(Worker::largestHolding)).orElseThrow();
    long largest = holder.largestHolding();
    if (largest > LEAST_HOLDING) {
      closed++;
      holder.loop().execute(() -> holder.closeLargestHolder(largest / 2));
    }
  }
}
