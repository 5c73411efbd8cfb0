// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
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
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** Opens sockets to servers on the real network. */
final class ServerSockets implements Connector {
  /** What {@code sockaddr_un} has room for, its NUL apart. */
  private static final int MAX_UNIX_PATH_BYTES = 107;

  private final Transport transport;
  private final ByteBufAllocator allocator;
  private final ReadSizes readSizes;
  private final HostNames hostNames;

  ServerSockets(
      Transport transport, ByteBufAllocator allocator, ReadSizes readSizes, HostNames hostNames) {
    this.transport = transport;
    this.allocator = allocator;
    this.readSizes = readSizes;
    this.hostNames = hostNames;
  }

  @Override
  public void connect(
      EventLoop loop, Endpoint endpoint, ChannelHandler handler, Consumer<Throwable> onFailure) {
    switch (endpoint) {
      case Endpoint.Unix(String path) when path.getBytes(UTF_8).length > MAX_UNIX_PATH_BYTES ->
          onFailure.accept(new UnknownHostException(path));
      case Endpoint.Unix(String path) ->
          tellFailure(
              bootstrap(loop, transport.unixClient, handler)
                  .connect(transport.unixAddress.apply(path)),
              loop,
              onFailure);
      case Endpoint.Tcp(String host, int port) when isNumeric(host) ->
          tellFailure(
              tcpBootstrap(loop, handler).connect(new InetSocketAddress(host, port)),
              loop,
              onFailure);
      case Endpoint.Tcp server -> connectByName(loop, server, handler, onFailure);
    }
  }

  /** As twemproxy: an IPv6 address in brackets is none. */
  private static boolean isNumeric(String host) {
    return NetUtil.isValidIpV4Address(host)
        || (NetUtil.isValidIpV6Address(host) && !host.startsWith("["));
  }

  /** The socket is there before its address is, so that closing it also ends the wait for that. */
  private void connectByName(
      EventLoop loop, Endpoint.Tcp server, ChannelHandler handler, Consumer<Throwable> onFailure) {
    ChannelFuture registered = tcpBootstrap(loop, handler).register();
    tellFailure(registered, loop, onFailure);
    if (registered.cause() == null) {
      Channel channel = registered.channel();
      HostName name = hostNames.get(server.host());
      Consumer<HostName.Answer> onAnswer =
          answer -> loop.execute(() -> connect(channel, answer, server.port(), onFailure));
      name.ask(onAnswer);
      channel.closeFuture().addListener(_ -> name.cancel(onAnswer));
    }
  }

  private static void connect(
      Channel channel, HostName.Answer answer, int port, Consumer<Throwable> onFailure) {
    switch (answer) {
      case HostName.Answer.Found(InetAddress address) ->
          tellFailure(
              channel.connect(new InetSocketAddress(address, port)),
              channel.eventLoop(),
              onFailure);
      case HostName.Answer.Unknown(Exception why) -> onFailure.accept(why);
    }
  }

  /** On the event loop also when there is not even a socket, of which Netty tells elsewhere. */
  private static void tellFailure(
      ChannelFuture attempt, EventLoop loop, Consumer<Throwable> onFailure) {
    attempt.addListener(done -> {
      if (!done.isSuccess()) {
        loop.execute(() -> onFailure.accept(done.cause()));
      }
    });
  }

  private Bootstrap tcpBootstrap(EventLoop loop, ChannelHandler handler) {
    return bootstrap(loop, transport.tcpClient, handler).option(ChannelOption.TCP_NODELAY, true);
  }

  private Bootstrap bootstrap(
      EventLoop loop, ChannelFactory<? extends Channel> channels, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(channels)
        .handler(handler)
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.RECVBUF_ALLOCATOR, readSizes.server())
        // ServerConnection has its own limit.
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(ServerConnection.FULL_BYTES / 4, ServerConnection.FULL_BYTES));
  }
}
