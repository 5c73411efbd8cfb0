// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.nutcracker.config.Endpoint;
import java.util.function.Consumer;

/** The data path's only way to open a socket to a server, so that it can run without a network. */
@FunctionalInterface
public interface Connector {
  /**
   * Starts to connect, without blocking.
   *
   * @param handler of the new channel; it hears of success as {@code channelActive}
   * @param onFailure told, on the event loop, why there will be no connection
   */
  void connect(
      EventLoop loop, Endpoint endpoint, ChannelHandler handler, Consumer<Throwable> onFailure);
}
