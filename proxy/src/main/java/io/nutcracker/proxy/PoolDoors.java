// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.nutcracker.config.Endpoint;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.gateway.PoolDoor;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How the admin port becomes a client of pools: through their listeners, as others do. */
final class PoolDoors {
  private PoolDoors() {}

  static PoolDoor of(PoolConfig pool, Transport transport, ByteBufAllocator allocator) {
    var client = new Bootstrap().option(ChannelOption.ALLOCATOR, allocator);
    switch (pool.listen().endpoint()) {
      case Endpoint.Tcp tcp ->
          client
              .channelFactory(transport.tcpClient)
              .option(ChannelOption.TCP_NODELAY, true)
              .remoteAddress(address(tcp));
      case Endpoint.Unix unix ->
          client
              .channelFactory(transport.unixClient)
              .remoteAddress(transport.unixAddress.apply(unix.path()));
    }
    return new PoolDoor(pool, client);
  }

  /** Who listens on all addresses listens on this machine's own, too. */
  private static InetSocketAddress address(Endpoint.Tcp listens) {
    var address = new InetSocketAddress(listens.host(), listens.port());
    boolean isAny = !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
    return isAny
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listens.port())
        : address;
  }
}
