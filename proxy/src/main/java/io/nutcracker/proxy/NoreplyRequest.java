// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.server.Request;
import io.nutcracker.server.ServerFailure;
import org.jspecify.annotations.Nullable;

/**
 * A request whose client wants no response. The server is made to answer all the same, and whatever
 * it says is swallowed: so nobody's responses can shift, which they do behind twemproxy when a
 * server complains of a {@code noreply} request.
 *
 * <p>It has no place in the client's queue: the client's other requests need not wait for it. It
 * only counts as one in flight. Pooled per worker.
 */
final class NoreplyRequest extends Request {
  private final Worker worker;
  private @Nullable ClientConnection client;

  NoreplyRequest(Worker worker) {
    this.worker = worker;
  }

  NoreplyRequest startFor(ClientConnection client) {
    this.client = client;
    return this;
  }

  @Override
  public void onResponse(ByteBuf in, int from, int length) {
    finish(false);
  }

  @Override
  public void onFailure(ServerFailure failure) {
    finish(true);
  }

  private void finish(boolean isForwardError) {
    ClientConnection sender = requireNonNull(client);
    client = null;
    worker.noreplyRequests().give(this);
    sender.onNoreplyDone(isForwardError);
  }
}
