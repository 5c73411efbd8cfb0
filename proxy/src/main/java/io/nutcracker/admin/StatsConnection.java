// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * A connection to the stats port. Nothing is read, and who does not take the line is not waited
 * for.
 */
@Sharable
final class StatsConnection extends ChannelInboundHandlerAdapter {
  /** Enough for a megabyte over a slow line. */
  static final int DEADLINE_SECONDS = 10;

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ScheduledFuture<?> deadline =
        context.executor().schedule(() -> context.close(), DEADLINE_SECONDS, SECONDS);
    context.channel().closeFuture().addListener(_ -> deadline.cancel(false));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
