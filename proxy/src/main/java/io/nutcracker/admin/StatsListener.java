// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The stats port's listening socket. It has a thread of its own, away from the workers. Whoever
 * connects is sent one line of JSON, and the connection is closed.
 *
 * <p>With thousands of servers a line is a megabyte long and takes a while to make. So those who
 * connect within a few milliseconds get the same line; and few may read at a time: a further one
 * takes the place of the oldest, which is most likely one that does not read.
 */
public final class StatsListener extends ChannelInboundHandlerAdapter {
  private static final int MAX_READERS = 32;
  private static final int GATHER_MS = 5;

  private final EventLoopGroup loop;
  private final Supplier<String> line;
  private final StatsConnection connection = new StatsConnection();

  /** Oldest first. */
  private final LinkedHashSet<Channel> readers = new LinkedHashSet<>();

  /** Those of them who have not been sent a line yet. */
  private final Set<Channel> newcomers = new LinkedHashSet<>();

  /** Whether a line will be made for them. */
  private boolean gathering;

  /**
   * @param loop of one thread, which is also the listening socket's
   * @param line makes the current stats line, its line feed included
   */
  public StatsListener(EventLoopGroup loop, Supplier<String> line) {
    this.loop = loop;
    this.line = line;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel reader = (Channel) message;
    if (readers.size() == MAX_READERS) {
      readers.removeFirst().close();
    }
    reader.closeFuture().addListener(_ -> forget(reader));
    reader.pipeline().addLast(connection);
    loop.register(reader);
    readers.add(reader);
    newcomers.add(reader);
    if (!gathering) {
      gathering = true;
      context.executor().schedule(() -> sendLine(context.alloc()), GATHER_MS, MILLISECONDS);
    }
  }

  private void forget(Channel reader) {
    readers.remove(reader);
    newcomers.remove(reader);
  }

  private void sendLine(ByteBufAllocator allocator) {
    List<Channel> receivers = List.copyOf(newcomers);
    newcomers.clear();
    gathering = false;
    ByteBuf bytes = ByteBufUtil.writeUtf8(allocator, line.get());
    for (Channel receiver : receivers) {
      receiver.writeAndFlush(bytes.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
    }
    bytes.release();
  }
}
