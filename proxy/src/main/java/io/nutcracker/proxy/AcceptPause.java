// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a listening socket rest when accepting fails: without descriptors it would fail over and
 * over. twemproxy closes the socket for good on errors that it does not know; whatever it is, here
 * accepting is tried again. Clients wait meanwhile in the system's backlog.
 */
final class AcceptPause extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(AcceptPause.class);

  private static final long PAUSE_MS = 200;

  private final String what;
  private int failures;
  private boolean resting;

  /**
   * @param what what listens, for the log: "pool 'alpha'"
   */
  AcceptPause(String what) {
    this.what = what;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (failures++ == 0) {
      log.error("{}: accept failed, clients must wait: {}", what, cause.getMessage());
    }
    if (!resting) {
      resting = true;
      context.channel().config().setAutoRead(false);
      context.executor().schedule(() -> resume(context.channel()), PAUSE_MS, MILLISECONDS);
    }
  }

  private void resume(Channel listener) {
    resting = false;
    listener.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (failures > 0) {
      log.warn("{}: clients are accepted again, after {} failures", what, failures);
      failures = 0;
    }
    context.fireChannelRead(message);
  }
}
