// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.RequestParser;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.server.ServerPool;
import java.util.List;

/**
 * Makes requests of what a client sent, and decides of each: answer it here, refuse it, forward it
 * or split it. One per client; what it decides, its {@link ClientConnection} does.
 *
 * @param <P> the protocol's parser
 */
abstract class Dispatcher<P extends RequestParser> {
  final ClientConnection client;
  final ServerPool pool;
  final P parser;

  Dispatcher(ClientConnection client, ServerPool pool, P parser) {
    this.client = client;
    this.pool = pool;
    this.parser = parser;
  }

  /** Decides about it, and takes the time that it takes from here on. */
  final void dispatchTimed(ByteBuf in, int from, int length) {
    if (client.isTimed()) {
      announce(in, from, length);
      dispatch(in, from, length);
      client.onDispatched();
    } else {
      dispatch(in, from, length);
    }
  }

  /** Tells the client's connection of the request that the parser found. */
  abstract void announce(ByteBuf in, int from, int length);

  /** Takes one request; false if none has arrived whole. */
  abstract boolean takeRequest(ReceiveBuffer received);

  /** Decides about the request that the parser found: {@code in[from, from + length)}. */
  abstract void dispatch(ByteBuf in, int from, int length);

  /** How the client is told that a server did not answer its request. */
  abstract byte[] error(ServerFailure failure);

  /** A request as people may see it, of which these are the first bytes. */
  abstract List<String> shown(byte[] start);

  /** What the client calls itself; empty if it does not. */
  String clientName() {
    return "";
  }

  /** Memory kept for the client's requests. */
  int heldBytes() {
    return 0;
  }

  /** The client is there. */
  void open() {}

  /** The client has gone. */
  void close() {}

  /** For {@link #takeRequest}: the request has arrived whole. */
  final void onRequest(ReceiveBuffer received) {
    int length = parser.length();
    if (received.asideBytes() == 0) {
      ByteBuf in = received.in();
      dispatchTimed(in, in.readerIndex(), length);
      received.skip(length);
    } else {
      ByteBuf whole = received.take(length);
      dispatchTimed(whole, whole.readerIndex(), length);
      whole.release();
    }
  }

  /** For {@link #takeRequest}: the request has not arrived whole. */
  final void waitForMore(ReceiveBuffer received) {
    if (parser.isRejecting()) {
      received.drop(parser.position());
    } else {
      received.setAside(parser.position());
    }
  }

  /** Decides again about the request taken last, which had been postponed. */
  final void takePostponed(ByteBuf request) {
    dispatchTimed(request, request.readerIndex(), request.readableBytes());
    resetParser();
  }

  /** Done with the request; but what the parser knows of a postponed one is still needed. */
  final void resetParser() {
    if (!client.hasPostponed()) {
      parser.reset();
    }
  }
}
