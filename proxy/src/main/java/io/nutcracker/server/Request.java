// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.netty.buffer.ByteBuf;

/**
 * What waits in a server connection's queue: one request sent to the server, one response expected.
 * Exactly one of the two methods is called, once; after that the connection has forgotten it.
 */
public abstract class Request {
  /** Stands in the queue for a request that has failed before its response arrived. */
  static final Request SWALLOW = new Swallow();

  private long deadlineNanos;
  private int bytes;
  private boolean abandoned;

  void enqueued(int bytes, long deadlineNanos) {
    this.bytes = bytes;
    this.deadlineNanos = deadlineNanos;
    this.abandoned = false;
  }

  /** When the request fails; only meaningful in pools with a timeout. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Length of the request as sent. */
  int bytes() {
    return bytes;
  }

  /** The client has gone: the response will not count as forwarded. */
  public void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** The response: {@code in[from, from + length)}, valid during the call. */
  public abstract void onResponse(ByteBuf in, int from, int length);

  /** There will be no response. */
  public abstract void onFailure(ServerFailure failure);

  private static final class Swallow extends Request {
    Swallow() {
      abandon();
    }

    @Override
    public void onResponse(ByteBuf in, int from, int length) {}

    @Override
    public void onFailure(ServerFailure failure) {}
  }
}
