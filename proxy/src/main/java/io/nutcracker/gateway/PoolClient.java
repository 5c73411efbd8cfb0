// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.nutcracker.admin.HeldBytes;
import io.nutcracker.admin.Recipient;
import java.util.List;

/**
 * A visitor as a client of a pool.
 *
 * @param form of its replies
 * @param visitor its HTTP connection
 */
record PoolClient(
    PoolDoor door, Identity identity, ReplyForm form, Channel visitor, HeldBytes held) {
  /**
   * Sends a command.
   *
   * @param last one more word, lent, unless it is empty
   * @param listener hears what comes back
   */
  void ask(List<byte[]> words, ByteBuf last, ReplyListener listener) {
    VisitorConnections.of(visitor)
        .take(door, identity, held)
        .ask(Requests.of(words, last, visitor.alloc()), listener);
  }

  /**
   * What gives the reply to the visitor.
   *
   * @param name of what has been asked
   */
  ReplyListener delivery(Recipient recipient, String name) {
    return new ReplyDelivery(recipient, name, form, held, visitor.alloc());
  }
}
