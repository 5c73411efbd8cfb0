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

  /** In place of a time that is not known. */
  private static final long UNKNOWN = -1;

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

  /** How long it was at the server that answered last. */
  private long serverNanos = UNKNOWN;

  /** The index of that. */
  private int server;

  /** How much room its start takes among those of the client. */
  private short startRoom;

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

  final void startRoom(int bytes) {
    startRoom = (short) bytes;
  }

  /** In {@link RequestStarts}. */
  final int startRoom() {
    return startRoom;
  }

  /** Leaves out the response if it is one of these; a split request's only if they are all. */
  void hideResponses(ResponseFilter filter) {
    this.filter = filter;
  }

  @Override
  protected final void onTimes(int server, long serverNanos) {
    this.server = server;
    this.serverNanos = serverNanos;
  }

  /** Whether it is known how long it took. */
  final boolean isTimed() {
    return serverNanos != UNKNOWN;
  }

  /** The index of the server that answered last. */
  final int server() {
    return server;
  }

  /** From the moment it was sent to that server to the response. */
  final long serverNanos() {
    return serverNanos;
  }

  @Override
  public void onResponse(ByteBuf in, int from, int length) {
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
    serverNanos = UNKNOWN;
  }
}
