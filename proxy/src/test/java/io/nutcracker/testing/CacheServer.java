// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A real server that a proxy stands before: redis-server or memcached. */
public interface CacheServer extends AutoCloseable {
  SocketAddress address();

  /** The address as a pool's {@code servers} writes it, without weight and name. */
  default String endpoint() {
    return switch (address()) {
      case InetSocketAddress tcp -> "127.0.0.1:" + tcp.getPort();
      default -> address().toString();
    };
  }

  /**
   * This server as an item of a pool's {@code servers}, with weight 1. The name keeps its place on
   * the ring whatever port it got.
   */
  default String poolEntry(String name) {
    return endpoint() + ":1 " + name;
  }

  /** Ends the server as a power cut would; its port then refuses connections. */
  void kill();

  /** Starts it again, empty, at the same address. */
  void restart();

  /** Stops it in its tracks; the system goes on accepting connections and data for it. */
  void pause();

  /** Lets it go on after {@link #pause}. */
  void resume();

  @Override
  void close();
}
