// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.ScheduledFuture;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.admin.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * Sends a visitor the messages of its channels. It begins when the pool has confirmed them all, and
 * ends with the pool's connection or with the visitor's.
 */
final class EventStream implements ReplyListener {
  private static final String CONTENT_TYPE = "text/event-stream";

  /** For those between us who close what is silent; and it shows whether the visitor is there. */
  static final int HEARTBEAT_SECONDS = 15;

  private static final byte[] COMMENT = ":\n\n".getBytes(US_ASCII);

  private final Channel visitor;
  private final Recipient recipient;
  private final ReplyListener refusal;

  /** How many channels the pool has not confirmed. */
  private int unconfirmed;

  private @Nullable ScheduledFuture<?> heartbeat;
  private boolean isOver;

  /**
   * @param refusal hears of an error in place of the messages
   * @param channels how many there are
   */
  EventStream(Channel visitor, Recipient recipient, ReplyListener refusal, int channels) {
    this.visitor = visitor;
    this.recipient = recipient;
    this.refusal = refusal;
    this.unconfirmed = channels;
  }

  @Override
  public boolean hearsMore() {
    return !isOver;
  }

  @Override
  public void onReply(ByteBuf reply) {
    if (isOver) {
      return;
    }
    byte[] event = PushedMessage.event(reply);
    if (event != null) {
      begin();
      recipient.add(Unpooled.wrappedBuffer(event));
    } else if (ErrorReply.is(reply)) {
      refuse(reply);
    } else if (--unconfirmed == 0) {
      begin();
    }
  }

  private void begin() {
    if (heartbeat != null) {
      return;
    }
    recipient.begin(
        AdminResponse.of(HttpResponseStatus.OK, CONTENT_TYPE, Unpooled.wrappedBuffer(COMMENT)));
    ScheduledFuture<?> beating =
        visitor
            .eventLoop()
            .scheduleAtFixedRate(
                () -> recipient.add(Unpooled.wrappedBuffer(COMMENT)),
                HEARTBEAT_SECONDS,
                HEARTBEAT_SECONDS,
                SECONDS);
    heartbeat = beating;
    visitor.closeFuture().addListener(_ -> beating.cancel(false));
  }

  private void refuse(ByteBuf error) {
    if (heartbeat == null) {
      isOver = true;
      refusal.onReply(error);
    } else {
      end(heartbeat);
    }
  }

  private void end(ScheduledFuture<?> beating) {
    isOver = true;
    beating.cancel(false);
    recipient.end();
  }

  @Override
  public void onFailure(AdminResponse response) {
    if (heartbeat != null) {
      end(heartbeat);
    } else if (!isOver) {
      isOver = true;
      refusal.onFailure(response);
    }
  }
}
