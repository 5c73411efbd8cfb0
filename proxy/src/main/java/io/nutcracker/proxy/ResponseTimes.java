// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.FlushListener;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.server.Fifo;
import io.nutcracker.server.Request;
import io.nutcracker.stats.CommandGroup;
import io.nutcracker.stats.LatencyPart;
import io.nutcracker.stats.PoolLatencies;
import org.jspecify.annotations.Nullable;

/**
 * How long one client's requests take, from the read that brought them to the moment the system has
 * taken the response.
 *
 * <p>The clock is read per read and per flush, not per request, and requests that took equally long
 * are recorded together. What a client that reads slowly has not taken yet is looked at a few
 * hundred times a second, see {@link Worker#watch}.
 *
 * <p>Bounded by the requests that a client may have in flight: it may not send more while it does
 * not read.
 */
final class ResponseTimes implements FlushListener {
  private final ClientConnection client;
  private final Worker worker;
  private final SendBuffer sent;
  private final PoolLatencies latencies;

  /** Null if it is off. */
  private final @Nullable SlowLog slowLog;

  /** Null if nobody wants to know which keys are asked for. */
  private final @Nullable KeySampler keys;

  /** Appended, but not taken by the system as far as is known. */
  private final Fifo<ResponseRun> runs = new Fifo<>();

  private @Nullable ResponseRun last;

  /** Where the response before ended among all the bytes for the client. */
  private long lastEndByte;

  private boolean isWatched;

  /** When bytes were last read from the client. */
  private long arrivedNanos;

  /** What is known of the request that is being dispatched. */
  private CommandGroup group = CommandGroup.OTHER;

  private @Nullable ByteBuf in;
  private int from;
  private int length;
  private int keyOffset;
  private int keyLength;

  ResponseTimes(ClientConnection client, Worker worker, SendBuffer sent, WorkerPool pool) {
    this.client = client;
    this.worker = worker;
    this.sent = sent;
    this.latencies = pool.counters().latencies();
    this.slowLog = pool.slowLog();
    this.keys = pool.keys();
    sent.listener(this);
  }

  /** Bytes have been read from the client. */
  void onRead() {
    arrivedNanos = worker.flusher().nowNanos();
  }

  /** Begins with the request {@code in[from, from + length)}. */
  void onRequest(CommandGroup group, ByteBuf in, int from, int length) {
    this.group = group;
    this.in = in;
    this.from = from;
    this.length = length;
  }

  /** Its first key. */
  void onKey(int offset, int length) {
    keyOffset = offset;
    keyLength = length;
  }

  /** This is in place of the request that is being dispatched. */
  void start(ClientRequest request) {
    start((Request) request);
    ByteBuf bytes = in;
    if ((slowLog != null || keys != null) && bytes != null) {
      request.remember(bytes, from, length, keyOffset, keyLength);
    }
  }

  /** The same for one without a place in the client's queue. */
  void start(Request request) {
    request.measure(group, arrivedNanos);
  }

  /** The dispatch is over. */
  void onDispatched() {
    in = null;
  }

  /** The response to this request has been appended. */
  void onWritten(ClientRequest request) {
    CommandGroup counted = request.group();
    if (counted == null || !request.isTimed()) {
      return;
    }
    if (keys != null) {
      keys.onRequest(request);
    }
    long now = worker.flusher().nowNanos();
    long waiting = request.waitingNanos() + (now - request.doneNanos());
    long atServer = request.serverNanos();
    SlowRequest slow = slow(request, waiting, atServer, now);
    long endByte = sent.appendedBytes();
    if (endByte == lastEndByte) {
      // Nothing was said, so no flush may ever come.
      record(counted, waiting, atServer, 0, 1);
      return;
    }
    lastEndByte = endByte;
    ResponseRun run = last;
    if (slow != null || run == null || !run.isLike(counted, waiting, atServer, now)) {
      run = worker.responseRuns().take();
      run.start(counted, waiting, atServer, now, slow);
      runs.add(run);
      last = run;
    }
    run.responses++;
    run.endByte = endByte;
  }

  /** Not what waits for data on purpose. */
  private @Nullable SlowRequest slow(
      ClientRequest request, long waitingNanos, long serverNanos, long nowNanos) {
    SlowLog log = slowLog;
    boolean isSlow =
        log != null
            && (log.isSlow(waitingNanos + serverNanos) || isWatched)
            && request.group() != CommandGroup.BLOCKING;
    return isSlow && worker.slowLogGate().isOpen(nowNanos)
        ? client.slowRequest(request, waitingNanos, serverNanos)
        : null;
  }

  @Override
  public void onFlush(long nanos, boolean isBehind) {
    if (isBehind || isWatched) {
      watch();
    } else {
      record(Long.MAX_VALUE, nanos);
    }
  }

  private void watch() {
    if (!isWatched && !runs.isEmpty()) {
      isWatched = true;
      worker.watch(this);
    }
  }

  /**
   * Looks at what the system has taken meanwhile.
   *
   * @return whether there is more to come
   */
  boolean look(long nanos) {
    record(sent.acceptedBytes(), nanos);
    isWatched = !runs.isEmpty();
    return isWatched;
  }

  private void record(long acceptedBytes, long nanos) {
    for (ResponseRun run = runs.peek();
        run != null && run.endByte <= acceptedBytes;
        run = runs.peek()) {
      runs.poll();
      record(run, Math.max(0, nanos - run.writtenNanos));
      worker.responseRuns().give(run);
    }
    if (runs.isEmpty()) {
      last = null;
    }
  }

  private void record(
      CommandGroup group, long waitingNanos, long serverNanos, long clientNanos, int responses) {
    latencies.recordGroup(group, LatencyPart.WAITING, waitingNanos, responses);
    latencies.recordGroup(group, LatencyPart.SERVER, serverNanos, responses);
    latencies.recordGroup(group, LatencyPart.CLIENT, clientNanos, responses);
  }

  private void record(ResponseRun run, long clientNanos) {
    record(run.group, run.waitingNanos, run.serverNanos, clientNanos, run.responses);
    SlowRequest slow = run.slow;
    if (slow != null && slowLog != null) {
      slowLog.add(slow.with(clientNanos));
    }
    run.slow = null;
  }

  /** The client has gone: what it has not taken, it will not take. */
  void close() {
    record(Long.MAX_VALUE, worker.flusher().nowNanos());
  }
}
