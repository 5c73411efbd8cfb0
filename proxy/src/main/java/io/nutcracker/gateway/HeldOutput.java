// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.nutcracker.admin.HeldBytes;
import java.io.IOException;
import java.io.OutputStream;

/** Takes bytes for a visitor as long as there is room for them. */
final class HeldOutput extends OutputStream {
  private final HeldBytes held;
  private final ByteBuf bytes;

  HeldOutput(HeldBytes held, ByteBufAllocator allocator) {
    this.held = held;
    this.bytes = allocator.buffer();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int length) throws IOException {
    if (!held.add(length)) {
      throw new IOException("there is no room for so much at once");
    }
    bytes.writeBytes(source, from, length);
  }

  int length() {
    return bytes.readableBytes();
  }

  /** All of it; the caller owns it, and says when it is held no longer. */
  ByteBuf take() {
    return bytes;
  }

  /** Nobody wants it. */
  void release() {
    held.remove(length());
    bytes.release();
  }
}
