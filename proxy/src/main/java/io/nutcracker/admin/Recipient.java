// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;

/**
 * Who waits for a {@link LateAnswer}: either {@link #send} is called once, or {@link #begin} and
 * then the others. To be called on the admin port's thread; what somebody who has gone is sent is
 * dropped.
 */
public interface Recipient {
  /**
   * The whole answer.
   *
   * @return done when it has been sent, or cannot be
   */
  ChannelFuture send(AdminResponse whole);

  /**
   * The start of an answer that comes in pieces.
   *
   * @param head its content is the first piece
   */
  void begin(AdminResponse head);

  /** The next piece; takes ownership. Who has not read much of what came before is cut off. */
  void add(ByteBuf piece);

  /** The last piece has been sent. */
  void end();
}
