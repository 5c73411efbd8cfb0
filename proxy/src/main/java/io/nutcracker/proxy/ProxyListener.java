// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.server.FailureLog;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool's listening socket. It hands each accepted socket to the next worker, so that even a few
 * clients spread evenly; a client stays with its worker for life.
 */
final class ProxyListener extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ProxyListener.class);

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(RequestWindow.SOFT_LIMIT_BYTES / 4, RequestWindow.SOFT_LIMIT_BYTES);

  private final PoolConfig config;
  private final int poolIndex;
  private final List<Worker> workers;
  private final ReadSizes readSizes;
  private final ClientLimit limit;

  /** Known once the listener has an event loop. */
  private @Nullable FailureLog refusals;

  private int next;

  /**
   * @param poolIndex the pool's position in the configuration's order
   * @param limit on the clients of the pool
   */
  ProxyListener(
      PoolConfig config,
      int poolIndex,
      List<Worker> workers,
      ReadSizes readSizes,
      ClientLimit limit) {
    this.config = config;
    this.poolIndex = poolIndex;
    this.workers = workers;
    this.readSizes = readSizes;
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel client = (Channel) message;
    Worker worker = workers.get(next);
    next = (next + 1) % workers.size();
    ClientLimit full = limit.enter();
    if (full == null) {
      client.closeFuture().addListener(_ -> limit.leave());
      serve(client, worker);
    } else {
      tellRefusal(context, full);
      client.pipeline().addLast(new RefusedClient(worker.pools().get(poolIndex)));
    }
    register(client, worker);
  }

  private void tellRefusal(ChannelHandlerContext context, ClientLimit full) {
    FailureLog known = refusals;
    if (known == null) {
      String summary = "pool '" + config.name() + "': clients are refused";
      known = new FailureLog(log, context.channel().eventLoop(), summary);
      refusals = known;
    }
    if (known.isFirst()) {
      log.warn("pool '{}': a client is refused, {} are connected", config.name(), full);
    }
  }

  private void serve(Channel client, Worker worker) {
    client.config().setAllocator(worker.allocator());
    client.config().setRecvByteBufAllocator(readSizes.client());
    client.config().setWriteBufferWaterMark(WATER_MARK);
    client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (client instanceof SocketChannel tcp) {
      tcp.config().setTcpNoDelay(true);
      tcp.config().setKeepAlive(config.tcpkeepalive());
    }
    client
        .pipeline()
        .addLast(
            new ClientConnection(worker, worker.pools().get(poolIndex), client, maxKeyLength()));
  }

  private int maxKeyLength() {
    return config.maxKeyLength() == 0 ? readSizes.maxKeyLength() : config.maxKeyLength();
  }

  private void register(Channel client, Worker worker) {
    worker
        .loop()
        .register(client)
        .addListener(registered -> {
          if (!registered.isSuccess()) {
            log.error("cannot serve a client of {}", config.name(), registered.cause());
            client.unsafe().closeForcibly();
          }
        });
  }
}
