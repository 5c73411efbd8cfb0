// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/** The way of a {@link LateAnswer} to the visitor. */
final class Delivery implements Recipient {
  /** Who has not taken so much is not sent anything more. */
  static final int MAX_UNSENT_BYTES = 1024 * 1024;

  private final ChannelHandlerContext context;
  private final HttpConnection connection;
  private final boolean goesOn;
  private final HeldBytes held;
  private int unsentBytes;

  Delivery(
      ChannelHandlerContext context, HttpConnection connection, boolean goesOn, HeldBytes held) {
    this.context = context;
    this.connection = connection;
    this.goesOn = goesOn;
    this.held = held;
  }

  @Override
  public ChannelFuture send(AdminResponse whole) {
    return connection.send(context, whole, goesOn);
  }

  @Override
  public void begin(AdminResponse head) {
    context.write(HttpMessages.head(head, goesOn));
    add(head.content());
  }

  @Override
  public void add(ByteBuf piece) {
    int length = piece.readableBytes();
    if (unsentBytes > MAX_UNSENT_BYTES || !held.add(length)) {
      piece.release();
      context.close();
      return;
    }
    unsentBytes += length;
    context.writeAndFlush(new DefaultHttpContent(piece)).addListener(_ -> onSent(length));
  }

  private void onSent(int length) {
    unsentBytes -= length;
    held.remove(length);
  }

  @Override
  public void end() {
    connection.sendEnd(context, LastHttpContent.EMPTY_LAST_CONTENT, goesOn);
  }
}
