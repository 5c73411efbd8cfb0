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
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The admin port's listening socket. It has a thread of its own, away from the workers. A {@link
 * Visitor} who connects is either a plain reader, who is sent one line of JSON whereupon the
 * connection is closed, as twemproxy does it; or one who speaks HTTP.
 *
 * <p>With thousands of servers a line is a megabyte long and takes a while to make. So those who
 * connect within a few milliseconds get the same line; and few may read at a time: a further one
 * takes the place of the oldest, which is most likely one that does not read. HTTP's connections
 * are counted on their own: a crowd of readers closes none of them.
 */
public final class AdminListener extends ChannelInboundHandlerAdapter {
  /** Marks connections on which a browser speaks. */
  static final AttributeKey<Boolean> BROWSER = AttributeKey.valueOf(AdminListener.class, "browser");

  private static final int MAX_READERS = 32;
  private static final int GATHER_MS = 5;

  private final EventLoopGroup loop;
  private final Supplier<String> line;
  private final Supplier<AdminPaths> newPaths;
  private final @Nullable AdminToken token;
  private final int maxHttpConnections;

  /**
   * Made for the first HTTP request: most proxies never see one, and their start shall be short.
   */
  private @Nullable AdminPaths paths;

  /** Plain readers, and those who may turn out to be one. Oldest first. */
  private final SequencedSet<Channel> readers = new LinkedHashSet<>();

  /** Oldest first. */
  private final SequencedSet<Channel> httpConnections = new LinkedHashSet<>();

  /** Those of the readers who wait for the next line. */
  private final Set<Channel> waiting = new LinkedHashSet<>();

  /** Whether a line will be made for them. */
  private boolean gathering;

  /**
   * @param loop of one thread, which is also the listening socket's
   * @param line makes the current stats line, its line feed included
   * @param newPaths makes what HTTP requests are answered with
   * @param token what they must know, if anything
   * @param maxHttpConnections how many may be open
   */
  public AdminListener(
      EventLoopGroup loop,
      Supplier<String> line,
      Supplier<AdminPaths> newPaths,
      @Nullable AdminToken token,
      int maxHttpConnections) {
    this.loop = loop;
    this.line = line;
    this.newPaths = newPaths;
    this.token = token;
    this.maxHttpConnections = maxHttpConnections;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel visitor = (Channel) message;
    add(visitor, readers, MAX_READERS);
    // Who shuts down its own direction, as "nc -N" does, wants its answer all the same.
    visitor.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    visitor.pipeline().addLast(new Visitor(this));
    loop.register(visitor);
  }

  private static void add(Channel channel, SequencedSet<Channel> all, int most) {
    if (all.size() == most) {
      all.removeFirst().close();
    }
    all.add(channel);
    channel.closeFuture().addListener(_ -> all.remove(channel));
  }

  /**
   * Closes all connections, and returns when they are closed: a loop that ends while it writes
   * would not release what it writes. Not for the port's own thread.
   */
  public void closeVisitors() {
    List<Channel> visitors =
        loop.next()
            .submit(() -> Stream.concat(readers.stream(), httpConnections.stream()).toList())
            .syncUninterruptibly()
            .getNow();
    visitors.forEach(visitor -> visitor.close().awaitUninterruptibly());
  }

  /** Whether somebody at the visitor's address looks at this port with a browser. */
  boolean hasBrowserAt(Channel visitor) {
    return visitor.remoteAddress() instanceof InetSocketAddress address
        && httpConnections.stream()
            .anyMatch(connection ->
                connection.hasAttr(BROWSER)
                    && connection.remoteAddress() instanceof InetSocketAddress other
                    && other.getAddress().equals(address.getAddress()));
  }

  /** The visitor is a plain reader. */
  void serveLine(ChannelHandlerContext visitor) {
    Channel reader = visitor.channel();
    waiting.add(reader);
    reader.closeFuture().addListener(_ -> waiting.remove(reader));
    if (!gathering) {
      gathering = true;
      visitor.executor().schedule(() -> sendLine(visitor.alloc()), GATHER_MS, MILLISECONDS);
    }
  }

  private void sendLine(ByteBufAllocator allocator) {
    List<Channel> receivers = List.copyOf(waiting);
    waiting.clear();
    gathering = false;
    ByteBuf bytes = ByteBufUtil.writeUtf8(allocator, line.get());
    for (Channel receiver : receivers) {
      receiver.writeAndFlush(bytes.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
    }
    bytes.release();
  }

  /** The visitor speaks HTTP; its handler leaves the pipeline next. */
  void serveHttp(ChannelHandlerContext visitor) {
    readers.remove(visitor.channel());
    add(visitor.channel(), httpConnections, maxHttpConnections);
    AdminPaths known = paths;
    if (known == null) {
      known = newPaths.get();
      paths = known;
    }
    HttpPipeline.addTo(visitor.pipeline(), known, token);
  }
}
