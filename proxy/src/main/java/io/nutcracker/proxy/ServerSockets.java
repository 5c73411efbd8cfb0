// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.NetUtil;
import io.nutcracker.config.Endpoint;
import io.nutcracker.server.Connector;
import io.nutcracker.server.ServerConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** Opens sockets to servers on the real network. */
final class ServerSockets implements Connector {
  /** What {@code sockaddr_un} has room for, its NUL apart. */
  private static final int MAX_UNIX_PATH_BYTES = 107;

  private final Transport transport;
  private final ByteBufAllocator allocator;
  private final ReadSizes readSizes;

  ServerSockets(Transport transport, ByteBufAllocator allocator, ReadSizes readSizes) {
    this.transport = transport;
    this.allocator = allocator;
    this.readSizes = readSizes;
  }

  @Override
  public void connect(
      EventLoop loop, Endpoint endpoint, ChannelHandler handler, Consumer<Throwable> onFailure) {
    switch (endpoint) {
      case Endpoint.Unix(String path) when path.getBytes(UTF_8).length > MAX_UNIX_PATH_BYTES ->
          onFailure.accept(new UnknownHostException(path));
      case Endpoint.Unix(String path) ->
          connect(
              loop, transport.unixClient, transport.unixAddress.apply(path), handler, onFailure);
      case Endpoint.Tcp(String host, int port) when isNumeric(host) ->
          connectTcp(loop, new InetSocketAddress(host, port), handler, onFailure);
      case Endpoint.Tcp(String host, int port) ->
          Thread.ofVirtual().start(() -> resolve(loop, host, port, handler, onFailure));
    }
  }

  private static boolean isNumeric(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  /** Asking for a name blocks, so it happens off the event loop. */
  private void resolve(
      EventLoop loop,
      String host,
      int port,
      ChannelHandler handler,
      Consumer<Throwable> onFailure) {
    try {
      var address = new InetSocketAddress(InetAddress.getByName(host), port);
      loop.execute(() -> connectTcp(loop, address, handler, onFailure));
    } catch (UnknownHostException e) {
      loop.execute(() -> onFailure.accept(e));
    }
  }

  private void connectTcp(
      EventLoop loop,
      InetSocketAddress address,
      ChannelHandler handler,
      Consumer<Throwable> onFailure) {
    connect(loop, transport.tcpClient, address, handler, onFailure);
  }

  private void connect(
      EventLoop loop,
      ChannelFactory<? extends Channel> channels,
      SocketAddress address,
      ChannelHandler handler,
      Consumer<Throwable> onFailure) {
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(channels)
            .handler(handler)
            .option(ChannelOption.ALLOCATOR, allocator)
            .option(ChannelOption.RECVBUF_ALLOCATOR, readSizes.server())
            // ServerConnection has its own limit.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(
                    ServerConnection.FULL_BYTES / 4, ServerConnection.FULL_BYTES));
    if (address instanceof InetSocketAddress) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }
    bootstrap
        .connect(address)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    onFailure.accept(connected.cause());
                  }
                });
  }
}
