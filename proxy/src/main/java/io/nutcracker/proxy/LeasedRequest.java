// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.server.Leases;
import io.nutcracker.server.ServerConnection;

/**
 * The last request of a lease: its response brings the connection back. If the client goes before
 * that, the connection is closed.
 */
final class LeasedRequest extends ClientRequest {
  private final Leases leases;
  private final ServerConnection lease;

  LeasedRequest(Worker worker, Leases leases, ServerConnection lease) {
    super(worker);
    this.leases = leases;
    this.lease = lease;
  }

  @Override
  public void onResponse(ByteBuf in, int from, int length) {
    leases.give(lease);
    super.onResponse(in, from, length);
  }

  @Override
  void forgetClient() {
    boolean isWaiting = !isDone();
    super.forgetClient();
    if (isWaiting) {
      leases.abandon(lease);
    }
  }

  /** A client has one of these at most, so they are not kept. */
  @Override
  void recycle() {
    clear();
  }
}
