// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.buffer.ByteBuf;
import io.nutcracker.admin.AdminResponse;

/** Who waits for a pool's reply, or for one after the other until there will be no more. */
interface ReplyListener {
  /** The whole reply; lent. */
  void onReply(ByteBuf reply);

  /** Whether replies follow the first one. */
  default boolean hearsMore() {
    return false;
  }

  /** No reply will come, or no further one. */
  void onFailure(AdminResponse response);
}
