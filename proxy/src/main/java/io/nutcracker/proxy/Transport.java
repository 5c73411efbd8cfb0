// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.nutcracker.config.TransportChoice;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operating system's event interface, and the kinds of sockets that go with it. */
@SuppressWarnings("ImmutableEnumChecker") // all fields are method references
enum Transport {
  IO_URING(
      TransportChoice.IO_URING,
      IoUringIoHandler::newFactory,
      IoUringSocketChannel::new,
      IoUringServerSocketChannel::new,
      IoUringDomainSocketChannel::new,
      IoUringServerDomainSocketChannel::new,
      DomainSocketAddress::new) {
    @Override
    @Nullable Throwable unavailability() {
      return IoUring.unavailabilityCause();
    }
  },
  EPOLL(
      TransportChoice.EPOLL,
      EpollIoHandler::newFactory,
      EpollSocketChannel::new,
      EpollServerSocketChannel::new,
      EpollDomainSocketChannel::new,
      EpollServerDomainSocketChannel::new,
      DomainSocketAddress::new) {
    @Override
    @Nullable Throwable unavailability() {
      return Epoll.unavailabilityCause();
    }
  },
  NIO(
      TransportChoice.NIO,
      NioIoHandler::newFactory,
      NioSocketChannel::new,
      NioServerSocketChannel::new,
      NioDomainSocketChannel::new,
      NioServerDomainSocketChannel::new,
      UnixDomainSocketAddress::of) {
    @Override
    @Nullable Throwable unavailability() {
      return null;
    }
  };

  static {
    // With it, Netty 4.2.18 never hears of many a peer that resets its connection while sending.
    turnOff("io.netty.iouring.pollAddMultishotEnabled");
    // With it, a listener that accepts no more because accepting fails tries all the same.
    turnOff("io.netty.iouring.acceptMultiShotEnabled");
  }

  /** Has effect only if nobody used Netty's io_uring before. */
  private static void turnOff(String property) {
    System.setProperty(property, System.getProperty(property, "false"));
  }

  private final TransportChoice choice;
  final Supplier<IoHandlerFactory> ioHandlerFactory;
  final ChannelFactory<? extends Channel> tcpClient;
  final ChannelFactory<? extends ServerChannel> tcpServer;
  final ChannelFactory<? extends Channel> unixClient;
  final ChannelFactory<? extends ServerChannel> unixServer;
  final Function<String, SocketAddress> unixAddress;

  Transport(
      TransportChoice choice,
      Supplier<IoHandlerFactory> ioHandlerFactory,
      ChannelFactory<? extends Channel> tcpClient,
      ChannelFactory<? extends ServerChannel> tcpServer,
      ChannelFactory<? extends Channel> unixClient,
      ChannelFactory<? extends ServerChannel> unixServer,
      Function<String, SocketAddress> unixAddress) {
    this.choice = choice;
    this.ioHandlerFactory = ioHandlerFactory;
    this.tcpClient = tcpClient;
    this.tcpServer = tcpServer;
    this.unixClient = unixClient;
    this.unixServer = unixServer;
    this.unixAddress = unixAddress;
  }

  /** Why this machine cannot use it, or null if it can. */
  abstract @Nullable Throwable unavailability();

  /**
   * The transport asked for, or for {@code AUTO} the first that works here.
   *
   * @throws IOException if the one asked for does not work
   */
  static Transport choose(TransportChoice choice) throws IOException {
    for (Transport transport : values()) {
      Throwable obstacle = transport.unavailability();
      if (transport.choice == choice && obstacle != null) {
        throw new IOException(
            "transport " + choice + " is not available here: " + rootMessage(obstacle), obstacle);
      }
      if (obstacle == null && (choice == TransportChoice.AUTO || transport.choice == choice)) {
        return transport;
      }
    }
    throw new AssertionError("NIO is always available");
  }

  private static @Nullable String rootMessage(Throwable obstacle) {
    Throwable root = obstacle;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
