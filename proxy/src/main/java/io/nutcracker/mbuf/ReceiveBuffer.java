// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes received on one connection and not yet consumed, in the order received.
 *
 * <p>A parser looks at {@link #in()}, one contiguous buffer. When a message is incomplete, what the
 * parser has finished with can be {@linkplain #setAside set aside}: it stays part of the message,
 * but is neither looked at nor copied again. So a large value costs no copy, and a message that
 * arrives byte by byte costs time proportional to its length.
 *
 * <pre>
 *   message:   [ set aside: slices as read ][ in: from its reader index on ]
 *   offset:    0                            asideBytes()
 * </pre>
 *
 * <p>Bounded by its user, which stops reading: a client's by the limit on the size of a request.
 */
public final class ReceiveBuffer {
  /** Fewer bytes than this are copied together rather than kept as a slice of their own. */
  private static final int SLICE_MIN_BYTES = 4096;

  private final ByteBufAllocator allocator;
  private final List<ByteBuf> aside = new ArrayList<>(0);
  private int asideBytes;
  private ByteBuf in = Unpooled.EMPTY_BUFFER;

  public ReceiveBuffer(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Adds what was just read; takes ownership. */
  public void add(ByteBuf chunk) {
    if (!in.isReadable()) {
      in.release();
      in = chunk;
      return;
    }
    if (in.writableBytes() < chunk.readableBytes()) {
      in = grown(chunk.readableBytes());
    }
    in.writeBytes(chunk);
    chunk.release();
  }

  /**
   * A larger buffer with the same bytes. Never the same one enlarged: slices of it may be on their
   * way to a socket.
   */
  private ByteBuf grown(int extra) {
    int needed = in.readableBytes() + extra;
    ByteBuf larger = allocator.directBuffer(Math.max(needed * 2, 512));
    larger.writeBytes(in);
    in.release();
    return larger;
  }

  /** The bytes behind those set aside; valid until the next call of any other method. */
  public ByteBuf in() {
    return in;
  }

  /** How many bytes of the current message have been set aside. */
  public int asideBytes() {
    return asideBytes;
  }

  /**
   * Sets aside all bytes of the current message before {@code position}, its parser being done with
   * them, if that saves copying them.
   */
  public void setAside(int position) {
    int length = Math.min(position - asideBytes, in.readableBytes());
    if (length >= SLICE_MIN_BYTES) {
      aside.add(in.readRetainedSlice(length));
      asideBytes += length;
    }
  }

  /** Drops all bytes of the current message before {@code position}; the message's offsets stay. */
  public void drop(int position) {
    releaseAside();
    int length = Math.min(position - asideBytes, in.readableBytes());
    in.skipBytes(length);
    asideBytes += length;
  }

  /** Ends the current message, which was this long, without anybody wanting its bytes any more. */
  public void skip(int messageLength) {
    releaseAside();
    in.skipBytes(messageLength - asideBytes);
    asideBytes = 0;
  }

  /** Ends the current message, which was this long; the caller owns what is returned. */
  public ByteBuf take(int messageLength) {
    ByteBuf rest = in.readRetainedSlice(messageLength - asideBytes);
    asideBytes = 0;
    if (aside.isEmpty()) {
      return rest;
    }
    CompositeByteBuf message = allocator.compositeDirectBuffer(Integer.MAX_VALUE);
    message.addComponents(true, aside);
    message.addComponent(true, rest);
    aside.clear();
    return message;
  }

  /** Returns the memory of a buffer that has been consumed whole; an idle connection holds none. */
  public void trim() {
    if (!in.isReadable()) {
      in.release();
      in = Unpooled.EMPTY_BUFFER;
    }
  }

  /** How much memory this holds, with what has been read into the same buffer and sent on. */
  public int heldBytes() {
    return (aside.isEmpty() ? 0 : asideBytes) + (in.isReadable() ? in.capacity() : 0);
  }

  /** Whether there is anything that no message has consumed yet. */
  public boolean isEmpty() {
    return asideBytes == 0 && !in.isReadable();
  }

  public void release() {
    releaseAside();
    asideBytes = 0;
    in.release();
    in = Unpooled.EMPTY_BUFFER;
  }

  private void releaseAside() {
    for (int i = 0; i < aside.size(); i++) {
      aside.get(i).release();
    }
    aside.clear();
  }
}
