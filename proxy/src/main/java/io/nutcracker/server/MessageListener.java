// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.netty.buffer.ByteBuf;

/**
 * Who hears what a server sends unasked: messages of channels, and what becomes of subscriptions.
 */
public interface MessageListener {
  /** The message, a RESP3 push: {@code in[from, from + length)}, valid during the call. */
  void onMessage(ServerConnection connection, ByteBuf in, int from, int length);

  /** There will be no more messages on this connection. */
  void onEnd(ServerConnection connection, ServerFailure failure);
}
