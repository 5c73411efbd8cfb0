// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** What has come of a request's body, until the request is answered. */
final class RequestBody {
  private final HeldBytes held;
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  RequestBody(HeldBytes held) {
    this.held = held;
  }

  /** Takes a copy of a further piece, if there is room for it. */
  boolean add(ByteBuf piece, ByteBufAllocator allocator) {
    if (!held.add(piece.readableBytes())) {
      return false;
    }
    if (piece.isReadable()) {
      if (!bytes.isReadable()) {
        bytes = allocator.buffer();
      }
      bytes.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
    }
    return true;
  }

  int length() {
    return bytes.readableBytes();
  }

  /** Lends it until {@link #clear}. */
  ByteBuf bytes() {
    return bytes.asReadOnly();
  }

  void clear() {
    held.remove(length());
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
  }
}
