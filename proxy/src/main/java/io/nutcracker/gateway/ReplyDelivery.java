// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.admin.HeldBytes;
import io.nutcracker.admin.Recipient;

/**
 * Gives a visitor the pool's reply.
 *
 * @param name of what has been asked
 * @param form in which the visitor wants it
 */
record ReplyDelivery(
    Recipient recipient, String name, ReplyForm form, HeldBytes held, ByteBufAllocator allocator)
    implements ReplyListener {
  @Override
  public void onReply(ByteBuf reply) {
    var content = new HeldOutput(held, allocator);
    try {
      form.write(name, reply, content);
    } catch (RefusedException e) {
      content.release();
      recipient.send(e.response());
      return;
    }
    int length = content.length();
    recipient
        .send(Challenges.addTo(AdminResponse.of(status(reply), form.contentType(), content.take())))
        .addListener(_ -> held.remove(length));
  }

  private static HttpResponseStatus status(ByteBuf reply) {
    return ErrorReply.is(reply) ? ErrorStatus.of(ErrorReply.text(reply)) : HttpResponseStatus.OK;
  }

  @Override
  public void onFailure(AdminResponse response) {
    recipient.send(response);
  }
}
