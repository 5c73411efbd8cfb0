// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.ResponseFilter;
import io.nutcracker.server.Request;
import io.nutcracker.server.ServerFailure;
import org.jspecify.annotations.Nullable;

/**
 * A place in a client's queue: a request whose response leaves after those of all earlier requests.
 *
 * <p>This class itself is a request forwarded whole to one server, or one answered here; {@link
 * SplitRequest} is one with fragments at several servers. Both are pooled per worker: after {@link
 * #recycle} nobody may hold on to it.
 */
class ClientRequest extends Request {
  private static final byte[] NOTHING = {};

  /** So much of a request is remembered. */
  private static final int MOST_REMEMBERED_BYTES = 96;

  private final Worker worker;

  /** Null once the client has gone. */
  private @Nullable ClientConnection client;

  private boolean done;

  /** Whether the response is an error that was made here. */
  private boolean forwardError;

  /** A server's response that waits until all earlier ones have left. */
  private @Nullable ByteBuf heldResponse;

  /** A response made here. */
  private byte @Nullable [] reply;

  /** The responses that the client does not want; null if it wants every one. */
  private @Nullable ResponseFilter filter;

  /** Whether it is known how long it took. */
  private boolean timed;

  private int server;
  private long waitingNanos;
  private long serverNanos;
  private long doneNanos;

  /** How the request began; kept for the next one in this place. */
  private byte[] start = NOTHING;

  private int startLength;
  private int keyOffset;
  private int keyLength;

  /** Of the server's response; 0 for one that is made of several. */
  private int responseBytes;

  ClientRequest(Worker worker) {
    this.worker = worker;
  }

  final Worker worker() {
    return worker;
  }

  final @Nullable ClientConnection client() {
    return client;
  }

  final void startFor(ClientConnection client) {
    this.client = client;
  }

  /** Leaves out the response if it is one of these; a split request's only if they are all. */
  void hideResponses(ResponseFilter filter) {
    this.filter = filter;
  }

  /**
   * Remembers how the request began, in case somebody wants to know why it took so long.
   *
   * @param keyLength of the first key, 0 if there is none
   */
  final void remember(ByteBuf in, int from, int length, int keyOffset, int keyLength) {
    if (start.length == 0) {
      start = new byte[MOST_REMEMBERED_BYTES];
    }
    startLength = Math.min(length, MOST_REMEMBERED_BYTES);
    in.getBytes(from, start, 0, startLength);
    this.keyOffset = keyOffset;
    this.keyLength = Math.clamp(startLength - keyOffset, 0, keyLength);
  }

  /** Where the first key is in {@link #start}. */
  final int keyOffset() {
    return keyOffset;
  }

  /** As much of it as is there, 0 if there is none. */
  final int keyLength() {
    return keyLength;
  }

  /** The first {@link #startLength} bytes are how the request began. */
  final byte[] start() {
    return start;
  }

  final int startLength() {
    return startLength;
  }

  @Override
  protected void onTimes(int server, long waitingNanos, long serverNanos, long doneNanos) {
    timed = true;
    this.server = server;
    this.waitingNanos = waitingNanos;
    this.serverNanos = serverNanos;
    this.doneNanos = doneNanos;
  }

  /** Bytes of the request or of the response, whichever is longer. */
  final int longest() {
    return Math.max(bytes(), responseBytes);
  }

  /** Whether it is known how long it took. */
  final boolean isTimed() {
    return timed;
  }

  /** The index of the server that answered last. */
  final int server() {
    return server;
  }

  /** From its arrival until it was sent to that server. */
  final long waitingNanos() {
    return waitingNanos;
  }

  /** From then to the server's response. */
  final long serverNanos() {
    return serverNanos;
  }

  /** When that was. */
  final long doneNanos() {
    return doneNanos;
  }

  @Override
  public void onResponse(ByteBuf in, int from, int length) {
    responseBytes = length;
    ClientConnection waiting = client;
    ResponseFilter hidden = filter;
    if (waiting == null) {
      recycle();
    } else if (hidden != null && hidden.hides(in, from, length)) {
      answer(NOTHING, false);
    } else if (waiting.isNext(this)) {
      waiting.sendBuffer().append(in, from, length);
      sent(length);
    } else {
      heldResponse = waiting.sendBuffer().hold(in, from, length);
      finish(false);
    }
  }

  private void sent(int bytes) {
    ClientConnection waiting = client;
    if (waiting == null) {
      recycle(); // sending found the client gone
    } else {
      waiting.onNextSent(bytes);
    }
  }

  @Override
  public void onFailure(ServerFailure failure) {
    ClientConnection waiting = client;
    answer(waiting == null ? NOTHING : waiting.error(failure), true);
  }

  /** Completes the request with a response made here. */
  final void answer(byte[] reply, boolean isForwardError) {
    this.reply = reply;
    finish(isForwardError);
  }

  /** The response is complete: it leaves as soon as it is its turn. */
  final void finish(boolean isForwardError) {
    done = true;
    forwardError = isForwardError;
    ClientConnection waiting = client;
    if (waiting == null) {
      recycle();
    } else {
      waiting.onDone(this);
    }
  }

  final boolean isDone() {
    return done;
  }

  final boolean isForwardError() {
    return forwardError;
  }

  /** How many bytes of the response are held until it is its turn. */
  int heldBytes() {
    ByteBuf held = heldResponse;
    return held == null ? 0 : held.readableBytes();
  }

  /** Appends the complete response, if the client wants any; it is its turn. */
  final void write(SendBuffer out) {
    ResponseFilter hidden = filter;
    if (hidden == null || !hidden.hidesAll()) {
      writeResponse(out);
    }
  }

  void writeResponse(SendBuffer out) {
    byte[] made = reply;
    ByteBuf held = heldResponse;
    if (made != null) {
      out.append(made);
    } else if (held != null) {
      heldResponse = null;
      out.append(held);
    }
  }

  /** The client has gone; a response still to come will be swallowed. */
  void forgetClient() {
    client = null;
    abandon();
    if (done) {
      recycle();
    }
  }

  /** Back to the worker's free list. */
  void recycle() {
    clear();
    worker.clientRequests().give(this);
  }

  final void clear() {
    ByteBuf held = heldResponse;
    if (held != null) {
      held.release();
      heldResponse = null;
    }
    client = null;
    reply = null;
    filter = null;
    done = false;
    forwardError = false;
    timed = false;
    startLength = 0;
    keyLength = 0;
    responseBytes = 0;
  }
}
