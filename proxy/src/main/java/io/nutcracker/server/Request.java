// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.netty.buffer.ByteBuf;
import io.nutcracker.stats.CommandGroup;
import org.jspecify.annotations.Nullable;

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

  /** Null if nobody wants to know how long it takes. */
  private @Nullable CommandGroup group;

  private long arrivedNanos;

  /** From now on it is known how long this takes, which counts for a group of commands. */
  public final void measure(@Nullable CommandGroup group, long arrivedNanos) {
    this.group = group;
    this.arrivedNanos = arrivedNanos;
  }

  /** Null if nobody wants to know how long it takes. */
  public final @Nullable CommandGroup group() {
    return group;
  }

  /** When its first bytes were read. */
  public final long arrivedNanos() {
    return arrivedNanos;
  }

  /**
   * How long it was at the server; called before the response, and only if it is measured.
   *
   * @param nanos from the moment it was sent to the response
   */
  protected void onTimes(int server, long nanos) {}

  void enqueued(int bytes, long deadlineNanos) {
    this.bytes = bytes;
    this.deadlineNanos = deadlineNanos;
    this.abandoned = false;
  }

  /** When the request fails; only meaningful in pools with a timeout. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Length of the request as sent; 0 before it is. */
  public final int bytes() {
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
