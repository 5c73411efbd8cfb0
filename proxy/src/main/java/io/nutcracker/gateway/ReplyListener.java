// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.buffer.ByteBuf;
import io.nutcracker.admin.AdminResponse;

/** Who waits for a pool's reply. One of the two is called, once for a command. */
interface ReplyListener {
  /** The whole reply; lent. */
  void onReply(ByteBuf reply);

  /** No reply will come. */
  void onFailure(AdminResponse response);
}
