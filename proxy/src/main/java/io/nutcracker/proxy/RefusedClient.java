// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.nutcracker.protocol.memcached.MemcachedReplies;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.stats.PoolStat;

/** A client too many. It is told so as its server would tell it, and closed at once. */
final class RefusedClient extends ChannelInboundHandlerAdapter {
  private final WorkerPool pool;

  RefusedClient(WorkerPool pool) {
    this.pool = pool;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    pool.counters().pool().add(PoolStat.CLIENT_ERR, 1);
    byte[] reply =
        pool.pool().config().redis()
            ? RedisReplies.MAX_CLIENTS
            : MemcachedReplies.TOO_MANY_CONNECTIONS;
    context.writeAndFlush(Unpooled.wrappedBuffer(reply)).addListener(ChannelFutureListener.CLOSE);
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
