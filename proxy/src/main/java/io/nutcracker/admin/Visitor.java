// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the admin port of which it is not known yet whether it speaks HTTP, or which does
 * not. A plain reader says nothing, so what tells is a short silence, or the first bytes. What a
 * plain reader says is dropped, and who does not take the line is not waited for.
 */
final class Visitor extends ChannelInboundHandlerAdapter {
  /** Enough for a megabyte over a slow line. */
  static final int DEADLINE_SECONDS = 10;

  /**
   * How long who speaks HTTP may take to begin. Its first packet follows the one that connects, but
   * a client on a busy machine was seen to take more than 50 ms in between; readers hardly notice.
   */
  static final int SILENCE_MS = 200;

  /**
   * The same beside a browser's other connections: it opens some that it may need, says nothing on
   * them until it does, and would take the line for a response.
   */
  static final int SPARE_MS = 5000;

  private final AdminListener listener;
  private final ByteBuf first = Unpooled.buffer(HttpStart.MAX_BYTES);
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable ScheduledFuture<?> silence;
  private boolean isPlain;

  Visitor(AdminListener listener) {
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    deadline = context.executor().schedule(() -> context.close(), DEADLINE_SECONDS, SECONDS);
    silence = context.executor().schedule(() -> isSilent(context), SILENCE_MS, MILLISECONDS);
  }

  private void isSilent(ChannelHandlerContext context) {
    if (listener.hasBrowserAt(context.channel())) {
      silence =
          context.executor().schedule(() -> isPlain(context), SPARE_MS - SILENCE_MS, MILLISECONDS);
    } else {
      isPlain(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel(silence);
    cancel(deadline);
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (isPlain || !bytes.isReadable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    cancel(silence);
    int earlier = first.readableBytes();
    int missing = HttpStart.MAX_BYTES - earlier;
    first.writeBytes(bytes, bytes.readerIndex(), Math.min(bytes.readableBytes(), missing));
    switch (HttpStart.judge(first)) {
      case HTTP -> isHttp(context, first.slice(0, earlier), bytes);
      case PLAIN -> {
        bytes.release();
        isPlain(context);
      }
      case UNDECIDED -> bytes.release();
    }
  }

  /** It has said all that it will say. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !isPlain) {
      isPlain(context);
    }
  }

  private void isPlain(ChannelHandlerContext context) {
    cancel(silence);
    isPlain = true;
    listener.serveLine(context);
  }

  /** Hands the connection over, with all that it has said. */
  private void isHttp(ChannelHandlerContext context, ByteBuf earlier, ByteBuf last) {
    cancel(deadline);
    listener.serveHttp(context);
    context.fireChannelRead(earlier);
    context.fireChannelRead(last);
    context.pipeline().remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
