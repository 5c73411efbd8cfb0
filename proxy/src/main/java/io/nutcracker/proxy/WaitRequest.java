// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.nutcracker.protocol.redis.RedisArguments;
import io.nutcracker.server.Leases;
import io.nutcracker.server.Request;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WAIT (redis.io, "WAIT"): how many replicas of each server have what the client has written; of
 * a pool it is the smallest of these numbers.
 *
 * <p>A server counts from the last write of the connection that asks. The client's writes went over
 * connections that others share and that must not wait; they are all answered, so a write on a
 * leased connection comes after them. That write is a message to nobody, which replicas get, too.
 */
final class WaitRequest extends ClientRequest {
  private static final ByteBuf WRITE =
      RedisArguments.request("*3\r\n$7\r\nPUBLISH\r\n$15\r\nnutcracker:wait\r\n$0\r\n\r\n");

  private final Leases leases;
  private final List<Part> parts = new ArrayList<>();
  private int partsWaiting;
  private long fewest = Long.MAX_VALUE;
  private byte @Nullable [] error;
  private boolean isOurError;

  WaitRequest(Worker worker, Leases leases) {
    super(worker);
    this.leases = leases;
  }

  /** Asks the servers of these leases with the request {@code in[from, from + length)}. */
  void send(List<ServerConnection> taken, ByteBuf in, int from, int length) {
    // Counts as one more while sending: one that fails at once must not end the request.
    partsWaiting = taken.size() + 1;
    taken.forEach(lease -> parts.add(new Part(lease)));
    for (Part part : parts) {
      part.lease.forward(new Write(), WRITE, 0, WRITE.readableBytes());
      part.lease.forward(part, in, from, length);
    }
    onPartDone();
  }

  private void onPartDone() {
    partsWaiting--;
    if (partsWaiting == 0) {
      byte[] failed = error;
      answer(failed == null ? (":" + fewest + "\r\n").getBytes(ISO_8859_1) : failed, isOurError);
    }
  }

  private void fail(byte[] reply, boolean isOurs) {
    if (error == null) {
      error = reply;
      isOurError = isOurs;
    }
  }

  private boolean fails(ByteBuf in, int from, int length) {
    boolean isError = in.getByte(from) == '-';
    if (isError) {
      fail(ByteBufUtil.getBytes(in, from, length), false);
    }
    return isError;
  }

  @Override
  void forgetClient() {
    boolean isWaiting = !isDone();
    super.forgetClient();
    if (isWaiting) {
      parts.stream().filter(part -> !part.isDone).forEach(part -> leases.abandon(part.lease));
    }
  }

  /** A client has one of these at most, so they are not kept. */
  @Override
  void recycle() {
    clear();
  }

  /** The write that the server counts from. */
  private final class Write extends Request {
    @Override
    public void onResponse(ByteBuf in, int from, int length) {
      fails(in, from, length);
    }

    @Override
    public void onFailure(ServerFailure failure) {} // so does the part behind it
  }

  /** What one server says. */
  private final class Part extends Request {
    private final ServerConnection lease;
    private boolean isDone;

    Part(ServerConnection lease) {
      this.lease = lease;
    }

    @Override
    public void onResponse(ByteBuf in, int from, int length) {
      leases.give(lease);
      if (!fails(in, from, length)) {
        fewest = Math.min(fewest, RedisArguments.integer(in, from));
      }
      end();
    }

    @Override
    public void onFailure(ServerFailure failure) {
      ClientConnection client = client();
      if (client != null) {
        fail(client.error(failure), true);
      }
      end();
    }

    private void end() {
      isDone = true;
      onPartDone();
    }
  }
}
