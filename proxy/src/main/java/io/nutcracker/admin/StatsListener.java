// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The stats port's listening socket. It has a thread of its own, away from the workers. */
public final class StatsListener extends ChannelInboundHandlerAdapter {
  private final EventLoopGroup loop;
  private final StatsConnection connection;

  /**
   * @param line makes the current stats line, its line feed included
   */
  public StatsListener(EventLoopGroup loop, Supplier<String> line) {
    this.loop = loop;
    this.connection = new StatsConnection(line);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel reader = (Channel) message;
    reader.pipeline().addLast(connection);
    loop.register(reader);
  }
}
