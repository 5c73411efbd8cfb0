// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_GATEWAY;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.admin.HeldBytes;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.ResponseParser.Result;
import io.nutcracker.protocol.redis.RedisResponseParser;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's connection to a pool, where it is a client like any other. It introduces itself, and
 * then carries one request at a time. After anything that is not a whole reply it is closed.
 */
final class PoolConnection extends ChannelInboundHandlerAdapter {
  /** More is not for HTTP. */
  static final int MAX_REPLY_BYTES = 16 * 1024 * 1024;

  private final Identity identity;
  private final HeldBytes held;
  private final Channel channel;
  private final ReceiveBuffer received;
  private final RedisResponseParser parser;

  /** What the pool has been told, or will be, and has not answered. */
  private final Queue<Identity.Introduction> introductions = new ArrayDeque<>();

  /** Waits until the pool has accepted the introductions. */
  private ByteBuf request = Unpooled.EMPTY_BUFFER;

  private @Nullable ReplyListener listener;
  private boolean isClosed;

  /** Of the current reply. */
  private int heldBytes;

  private PoolConnection(Identity identity, HeldBytes held, Channel channel) {
    this.identity = identity;
    this.held = held;
    this.channel = channel;
    this.received = new ReceiveBuffer(channel.alloc());
    this.parser = new RedisResponseParser(identity.version());
    introductions.addAll(identity.introductions());
  }

  /** Connects, on the visitor's event loop. */
  static PoolConnection open(PoolDoor door, Channel visitor, Identity identity, HeldBytes held) {
    ChannelFuture connecting =
        door.client()
            .clone(visitor.eventLoop())
            .handler(new ChannelInboundHandlerAdapter())
            .connect();
    var connection = new PoolConnection(identity, held, connecting.channel());
    connecting.addListener(_ -> connection.onConnected(connecting));
    return connection;
  }

  private void onConnected(ChannelFuture connecting) {
    if (!connecting.isSuccess()) {
      fail(SERVICE_UNAVAILABLE, "pool %s cannot be connected to".formatted(identity.pool().name()));
    } else if (isClosed) {
      channel.close();
    } else {
      channel.pipeline().addLast(this);
      for (Identity.Introduction introduction : introductions) {
        channel.write(Requests.of(introduction.words(), channel.alloc()));
      }
      channel.flush();
    }
  }

  /** Whether it may carry a request of this identity now. */
  boolean isFor(Identity other) {
    return !isClosed && listener == null && identity.equals(other);
  }

  /**
   * Sends a request when that is possible; takes ownership.
   *
   * @param listener hears what comes back
   */
  void ask(ByteBuf request, ReplyListener listener) {
    this.listener = listener;
    if (isClosed) {
      request.release();
      fail(
          SERVICE_UNAVAILABLE,
          "pool %s has closed the connection".formatted(identity.pool().name()));
    } else if (introductions.isEmpty()) {
      channel.writeAndFlush(request);
    } else {
      this.request = request;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf chunk = (ByteBuf) message;
    int length = chunk.readableBytes();
    if (isClosed || length == 0) {
      chunk.release();
      return;
    }
    received.add(chunk);
    if (held.add(length)) {
      heldBytes += length;
      readReplies();
    } else {
      fail(SERVICE_UNAVAILABLE, "too many large replies at once; a Redis client has no such limit");
    }
  }

  private void readReplies() {
    while (!isClosed && !received.isEmpty()) {
      Result result = parser.parse(received.in(), received.asideBytes());
      if (result == Result.INVALID || (introductions.isEmpty() && listener == null)) {
        fail(BAD_GATEWAY, "what the pool has sent is no reply");
      } else if (parser.position() > MAX_REPLY_BYTES) {
        fail(
            BAD_GATEWAY,
            "the reply is longer than %d bytes; a Redis client can read it"
                .formatted(MAX_REPLY_BYTES));
      } else if (result == Result.INCOMPLETE) {
        received.setAside(parser.position());
        return;
      } else {
        take(parser.length());
      }
    }
    received.trim();
  }

  private void take(int length) {
    ByteBuf reply = received.take(length);
    parser.reset();
    held.remove(length);
    heldBytes -= length;
    try {
      if (introductions.isEmpty()) {
        giveTo(listener, reply);
      } else {
        accept(introductions.remove(), reply);
      }
    } finally {
      reply.release();
    }
  }

  private void giveTo(@Nullable ReplyListener waiting, ByteBuf reply) {
    if (waiting != null) {
      listener = waiting.hearsMore() && !isClosed ? waiting : null;
      waiting.onReply(reply);
    }
  }

  private void accept(Identity.Introduction introduction, ByteBuf reply) {
    if (introduction.isNecessary() && ErrorReply.is(reply)) {
      ReplyListener waiting = listener;
      close();
      giveTo(waiting, reply);
    } else if (introductions.isEmpty() && listener != null) {
      channel.writeAndFlush(request);
      request = Unpooled.EMPTY_BUFFER;
    }
  }

  private void fail(HttpResponseStatus status, String text) {
    ReplyListener waiting = listener;
    close();
    if (waiting != null) {
      waiting.onFailure(AdminResponse.error(status, text));
    }
  }

  /** Ends it, and nobody hears of it. */
  void close() {
    listener = null;
    if (isClosed) {
      return;
    }
    isClosed = true;
    request.release();
    request = Unpooled.EMPTY_BUFFER;
    received.release();
    held.remove(heldBytes);
    heldBytes = 0;
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(
        SERVICE_UNAVAILABLE, "pool %s has closed the connection".formatted(identity.pool().name()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(
        SERVICE_UNAVAILABLE,
        "the connection to pool %s has failed".formatted(identity.pool().name()));
  }
}
