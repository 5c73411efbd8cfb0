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
 * <p>The clock is read per read and per flush, not per request. Mostly the system takes at once
 * what it is given, and all responses of a flush are recorded together. What a client that reads
 * slowly has not taken yet is looked at a few hundred times a second, see {@link Worker#watch}.
 *
 * <p>Bounded by the requests that a client may have in flight: it may not send more while it does
 * not read.
 */
@SuppressWarnings("EnumOrdinal") // the array lives and dies with the table
final class ResponseTimes implements FlushListener {
  private static final CommandGroup[] GROUPS = CommandGroup.values();

  private final ClientConnection client;
  private final Worker worker;
  private final SendBuffer sent;
  private final PoolLatencies latencies;

  /** Null if it is off. */
  private final @Nullable SlowLog slowLog;

  /** Null if nobody wants to know which keys are asked for. */
  private final @Nullable KeySampler keys;

  /** Null if neither of them is there. */
  private final @Nullable RequestStarts starts;

  /** How many responses have been appended since the last flush, by group. */
  private final int[] appended = new int[GROUPS.length];

  /** The groups of these: a bit for each. */
  private int appendedGroups;

  /** When the last of them was. */
  private long appendedNanos;

  /** Flushed, but not taken by the system as far as is known; and all slow ones. */
  private final Fifo<ResponseRun> runs = new Fifo<>();

  private boolean isWatched;

  /** When bytes were last read from the client. */
  private long arrivedNanos;

  /** What the request that is being dispatched counts for. */
  private CommandGroup group = CommandGroup.OTHER;

  ResponseTimes(ClientConnection client, Worker worker, SendBuffer sent, WorkerPool pool) {
    this.client = client;
    this.worker = worker;
    this.sent = sent;
    this.latencies = pool.counters().latencies();
    this.slowLog = pool.slowLog();
    this.keys = pool.keys();
    this.starts = slowLog == null && keys == null ? null : new RequestStarts(worker.startChunks());
    sent.listener(this);
  }

  /** Bytes have been read from the client. */
  void onRead() {
    arrivedNanos = worker.flusher().nowNanos();
  }

  /** Begins with the request {@code in[from, from + length)} and its first key. */
  void onRequest(CommandGroup group, ByteBuf in, int from, int length, int key, int keyLength) {
    this.group = group;
    if (starts != null) {
      starts.dispatch(in, from, length, key, keyLength);
    }
  }

  /** That request counts for another group. */
  void countFor(CommandGroup group) {
    this.group = group;
  }

  /** This has taken a place in the client's queue. */
  void start(ClientRequest request) {
    start((Request) request);
    if (starts != null) {
      request.startRoom(starts.add());
    }
  }

  /** The same for one without a place in it. */
  void start(Request request) {
    request.measure(group, arrivedNanos);
  }

  /** The dispatch is over. */
  void onDispatched() {
    if (starts != null) {
      starts.endDispatch();
    }
  }

  /**
   * The request has left the queue, and its response has been appended.
   *
   * @param bytes how long that is
   */
  void onWritten(ClientRequest request, int bytes) {
    CommandGroup counted = request.group();
    if (counted != null && request.isTimed()) {
      onTimed(counted, request, bytes);
    }
    if (starts != null) {
      starts.poll(request.startRoom());
    }
  }

  private void onTimed(CommandGroup counted, ClientRequest request, int bytes) {
    if (keys != null && starts != null) {
      keys.onRequest(starts, Math.max(bytes, request.bytes()));
    }
    long now = worker.flusher().nowNanos();
    long atServer = request.serverNanos();
    long waiting = now - request.arrivedNanos() - atServer;
    latencies.recordGroup(counted, LatencyPart.WAITING, waiting, 1);
    latencies.recordGroup(counted, LatencyPart.SERVER, atServer, 1);
    if (slowLog != null && (slowLog.isSlow(waiting + atServer) || isWatched)) {
      onSlow(counted, request, waiting, now);
    }
    if (sent.waitsForFlush()) {
      appended[counted.ordinal()]++;
      appendedGroups |= 1 << counted.ordinal();
      appendedNanos = now;
    } else {
      latencies.recordGroup(counted, LatencyPart.CLIENT, 0, 1); // the client is not told
    }
  }

  /** Or may be, with what its client takes. Not what waits for data on purpose. */
  private void onSlow(CommandGroup counted, ClientRequest request, long waiting, long now) {
    if (counted != CommandGroup.BLOCKING && starts != null && worker.slowLogGate().isOpen(now)) {
      ResponseRun run = newRun(counted, 0, now);
      run.slow = client.slowRequest(request, starts.start(), waiting);
    }
  }

  private ResponseRun newRun(CommandGroup counted, int responses, long nanos) {
    ResponseRun run = worker.responseRuns().take();
    run.group = counted;
    run.responses = responses;
    run.appendedNanos = nanos;
    run.endByte = sent.appendedBytes();
    runs.add(run);
    return run;
  }

  @Override
  public void onFlush(long nanos, boolean isBehind) {
    boolean isWaiting = isBehind || isWatched;
    for (int bits = appendedGroups; bits != 0; bits &= bits - 1) {
      int i = Integer.numberOfTrailingZeros(bits);
      if (isWaiting) {
        newRun(GROUPS[i], appended[i], appendedNanos);
      } else {
        latencies.recordGroup(GROUPS[i], LatencyPart.CLIENT, nanos - appendedNanos, appended[i]);
      }
      appended[i] = 0;
    }
    appendedGroups = 0;
    if (isWaiting) {
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
      record(run, Math.max(0, nanos - run.appendedNanos));
      worker.responseRuns().give(run);
    }
  }

  private void record(ResponseRun run, long clientNanos) {
    if (run.responses > 0) {
      latencies.recordGroup(run.group, LatencyPart.CLIENT, clientNanos, run.responses);
    }
    SlowRequest slow = run.slow;
    if (slow != null && slowLog != null) {
      slowLog.add(slow.with(clientNanos));
    }
    run.slow = null;
  }

  /** The client has gone: what it has not taken, it will not take. */
  void close() {
    onFlush(worker.flusher().nowNanos(), false);
    record(Long.MAX_VALUE, worker.flusher().nowNanos());
    if (starts != null) {
      starts.close();
    }
  }
}
