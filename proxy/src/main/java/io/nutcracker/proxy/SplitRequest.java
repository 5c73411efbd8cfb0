// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Coalescer;
import io.nutcracker.protocol.Fragments;
import io.nutcracker.server.Request;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.stats.PoolStat;
import java.util.ArrayList;

/**
 * A client's request of which each server concerned gets a fragment.
 *
 * @param <C> makes one response of the fragments' responses
 */
final class SplitRequest<C extends Coalescer> extends ClientRequest {
  private final Splitting<?, C> home;
  private final C coalescer;

  /** Reused from split to split; the first {@link #fragments} are in use. */
  private final ArrayList<Fragment> parts = new ArrayList<>(2);

  private int fragments;
  private int fragmentsDone;

  SplitRequest(Worker worker, Splitting<?, C> home, C coalescer) {
    super(worker);
    this.home = home;
    this.coalescer = coalescer;
  }

  /** To be started before the fragments are {@linkplain #forward forwarded}. */
  C coalescer() {
    return coalescer;
  }

  /** Sends the fragments to their servers. */
  void forward(Fragments split, ClientConnection client) {
    fragments = split.fragments();
    fragmentsDone = 0;
    while (parts.size() < fragments) {
      parts.add(new Fragment(this, parts.size()));
    }
    // Counts as one more fragment while sending: one that fails at once must not end the request.
    fragmentsDone--;
    for (int i = 0; i < fragments; i++) {
      parts.get(i).measure(group(), arrivedNanos());
      ServerConnection server = client.serverConnection(split.server(i));
      if (server.enqueue(parts.get(i), split.bytes(i))) {
        split.append(i, server.sendBuffer());
      }
    }
    client.count(PoolStat.FRAGMENTS, fragments);
    onFragmentDone();
  }

  private void onFragmentDone() {
    fragmentsDone++;
    if (fragmentsDone == fragments) {
      finish(coalescer.isOurError());
    }
  }

  @Override
  int heldBytes() {
    return coalescer.heldBytes();
  }

  @Override
  void writeResponse(SendBuffer out) {
    coalescer.write(out);
  }

  @Override
  void forgetClient() {
    for (int i = 0; i < fragments; i++) {
      parts.get(i).abandon();
    }
    super.forgetClient();
  }

  @Override
  void recycle() {
    coalescer.clear();
    clear();
    home.requests().give(this);
  }

  /** The part of the request that one server gets. */
  private static final class Fragment extends Request {
    private final SplitRequest<?> owner;
    private final int index;

    Fragment(SplitRequest<?> owner, int index) {
      this.owner = owner;
      this.index = index;
    }

    /** The one that comes last decides how long the request took. */
    @Override
    protected void onTimes(int server, long nanos) {
      owner.onTimes(server, nanos);
    }

    @Override
    public void onResponse(ByteBuf in, int from, int length) {
      ClientConnection client = owner.client();
      if (client != null) {
        owner.coalescer.onResponse(index, in, from, length, client.sendBuffer());
      }
      owner.onFragmentDone();
    }

    @Override
    public void onFailure(ServerFailure failure) {
      ClientConnection client = owner.client();
      if (client != null) {
        owner.coalescer.onFailure(index, client.error(failure));
      }
      owner.onFragmentDone();
    }
  }
}
