// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection's next request back until the response to the one before has left. A hundred
 * pipelined requests fit into one packet, and their responses may have a megabyte each.
 *
 * <p>While a response is on its way, little is read: what shows that a visitor has gone who waits
 * for it.
 */
final class RequestQueue extends ChannelDuplexHandler {
  /** The end of the requests has been read, and an earlier one is not answered yet. */
  static final Object LAST_REQUEST_READ = new Object();

  /** A piece of a body, the longest of them, has 8 KB. */
  private static final int MAX_WAITING = 8;

  private final Queue<Object> waiting = new ArrayDeque<>();

  /** Whether a whole request was passed on whose response has not left yet. */
  private boolean busy;

  /** Whether messages are being passed on: the response may leave meanwhile. */
  private boolean passing;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    waiting.add(message);
    passOn(context);
  }

  /** The end of the requests is one of them: it waits for its turn. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      if (busy) {
        context.fireUserEventTriggered(LAST_REQUEST_READ);
      }
      channelRead(context, event);
    }
  }

  private void passOn(ChannelHandlerContext context) {
    if (passing) {
      return;
    }
    passing = true;
    while (!busy && !waiting.isEmpty()) {
      Object message = waiting.remove();
      busy = message instanceof LastHttpContent;
      if (message instanceof ChannelInputShutdownEvent) {
        context.fireUserEventTriggered(message);
      } else {
        context.fireChannelRead(message);
      }
    }
    passing = false;
    context.channel().config().setAutoRead(!busy || waiting.size() < MAX_WAITING);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ChannelPromise sent = promise.unvoid();
    if (message instanceof LastHttpContent && !isProvisional(message)) {
      sent.addListener(_ -> {
        busy = false;
        passOn(context);
      });
    }
    context.write(message, sent);
  }

  /** 100: the response proper is still to come. */
  private static boolean isProvisional(@Nullable Object message) {
    return message instanceof HttpResponse response
        && response.status().equals(HttpResponseStatus.CONTINUE);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }
}
