// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way out of one channel.
 *
 * <p>Whatever is appended during one iteration of the event loop leaves in one write at its end:
 * the first append hands this buffer to the loop's {@link Flusher}. Small pieces are copied behind
 * one another into the tail, larger ones are passed on as slices. Until the channel is {@linkplain
 * #open open}, everything waits here.
 *
 * <p>Appending never writes to the channel. A write may fail or make the channel writable again;
 * who hears of that closes connections and appends other requests, which must not happen between
 * two pieces of one.
 *
 * <p>Its bound is its user's duty: {@link #pendingBytes()} tells how much the system has not
 * accepted yet.
 */
public final class SendBuffer {
  /** Longest piece that is copied; copying more costs more than a vector of the write does. */
  private static final int COPY_MAX_BYTES = 4096;

  /** A tail this long is not enlarged any further; another one begins. */
  private static final int FULL_BYTES = 64 * 1024;

  private static final int MIN_CAPACITY = 256;

  /** Longer than the loop takes to come round. */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ByteBufAllocator allocator;
  private final Flusher flusher;
  private final ArrayList<ByteBuf> pieces = new ArrayList<>(1);
  private long piecesBytes;
  private @Nullable ByteBuf tail;
  private int tailCapacity = MIN_CAPACITY;
  private @Nullable Channel channel;
  private boolean waitsForFlush;
  private @Nullable FlushListener listener;

  /** How much the channel has been handed. */
  private long flushedBytes;

  /** It is waited for the system to accept so many of them. */
  private long awaitedBytes;

  private long awaitedSinceNanos;

  public SendBuffer(ByteBufAllocator allocator, Flusher flusher) {
    this.allocator = allocator;
    this.flusher = flusher;
  }

  /** Who hears of flushes from now on. */
  public void listener(FlushListener listener) {
    this.listener = listener;
  }

  /** From now on flushes go to this channel; what has been appended so far is sent now. */
  public void open(Channel channel) {
    this.channel = channel;
    flush();
  }

  /** Appends {@code source[from, from + length)}; the source may be reused afterwards. */
  public void append(ByteBuf source, int from, int length) {
    if (length <= COPY_MAX_BYTES) {
      room(length).writeBytes(source, from, length);
    } else if (source instanceof CompositeByteBuf message) {
      appendComponents(message, from, length);
    } else {
      appendPiece(source.retainedSlice(from, length));
    }
  }

  /** Appends constant bytes. */
  public void append(byte[] bytes) {
    room(bytes.length).writeBytes(bytes);
  }

  /** Appends a whole buffer; takes ownership. */
  public void append(ByteBuf buffer) {
    int length = buffer.readableBytes();
    if (length > COPY_MAX_BYTES && !(buffer instanceof CompositeByteBuf)) {
      appendPiece(buffer);
    } else {
      append(buffer, buffer.readerIndex(), length);
      buffer.release();
    }
  }

  /** As one piece, each write that the system accepts only in part would list all of it anew. */
  private void appendComponents(CompositeByteBuf message, int from, int length) {
    List<ByteBuf> components = message.decompose(from, length);
    for (int i = 0; i < components.size(); i++) {
      appendPiece(components.get(i).retain());
    }
  }

  /**
   * Keeps {@code source[from, from + length)} for an append later; the caller owns the result.
   * Short pieces are copied, so as not to keep a whole read alive.
   */
  public ByteBuf hold(ByteBuf source, int from, int length) {
    return length > COPY_MAX_BYTES
        ? source.retainedSlice(from, length)
        : allocator.directBuffer(length).writeBytes(source, from, length);
  }

  private void appendPiece(ByteBuf piece) {
    waitForFlush();
    endTail();
    addPiece(piece);
  }

  /** A buffer with at least this many writable bytes, to which the caller appends at once. */
  public ByteBuf room(int length) {
    waitForFlush();
    ByteBuf buffer = tail;
    if (buffer != null && buffer.writableBytes() < length && buffer.readableBytes() >= FULL_BYTES) {
      endTail();
      buffer = null;
    }
    if (buffer == null) {
      buffer = allocator.directBuffer(Math.max(tailCapacity, length));
      tail = buffer;
    } else {
      buffer.ensureWritable(length);
    }
    return buffer;
  }

  private void waitForFlush() {
    if (!waitsForFlush) {
      waitsForFlush = true;
      flusher.add(this);
    }
  }

  /** Whether something has been appended since the last flush, so that there will be another. */
  public boolean waitsForFlush() {
    return waitsForFlush;
  }

  /** Sends everything appended so far, if the channel is open. */
  public void flush() {
    waitsForFlush = false;
    endTail();
    Channel out = channel;
    if (out == null || pieces.isEmpty()) {
      return;
    }
    FlushListener hearing = listener;
    long nanos = hearing == null ? 0 : flusher.flushNanos();
    for (int i = 0; i < pieces.size(); i++) {
      out.write(pieces.get(i), out.voidPromise());
    }
    pieces.clear();
    flushedBytes += piecesBytes;
    piecesBytes = 0;
    out.flush();
    if (hearing != null) {
      hearing.onFlush(nanos, isBehind(nanos));
    }
  }

  /**
   * Whether the peer does not read as fast as it is sent to. That it has not taken everything at
   * once says little: with io_uring the system hears of a write only when the loop comes round.
   */
  private boolean isBehind(long nanos) {
    if (acceptedBytes() >= awaitedBytes) {
      awaitedBytes = flushedBytes;
      awaitedSinceNanos = nanos;
    }
    return flushedBytes - acceptedBytes() > FULL_BYTES || nanos - awaitedSinceNanos > SLOW_NANOS;
  }

  private void endTail() {
    ByteBuf buffer = tail;
    if (buffer != null) {
      tail = null;
      adaptCapacity(buffer.readableBytes());
      addPiece(buffer);
    }
  }

  private void addPiece(ByteBuf piece) {
    pieces.add(piece);
    piecesBytes += piece.readableBytes();
  }

  /** The next tail starts as large as this one became, and shrinks when that was too much. */
  private void adaptCapacity(int used) {
    if (used > tailCapacity) {
      tailCapacity = Math.min(Integer.highestOneBit(used - 1) << 1, FULL_BYTES);
    } else if (used < tailCapacity / 4) {
      tailCapacity = Math.max(tailCapacity / 2, MIN_CAPACITY);
    }
  }

  /** Bytes appended that the system has not accepted yet. */
  public long pendingBytes() {
    ByteBuf buffer = tail;
    long waiting = piecesBytes + (buffer == null ? 0 : buffer.readableBytes());
    Channel out = channel;
    return out == null ? waiting : waiting + queuedBytes(out);
  }

  private static long queuedBytes(Channel out) {
    ChannelOutboundBuffer queued = out.unsafe().outboundBuffer();
    return queued == null ? 0 : queued.totalPendingWriteBytes();
  }

  /** How many bytes have been appended since the beginning. */
  public long appendedBytes() {
    ByteBuf buffer = tail;
    return flushedBytes + piecesBytes + (buffer == null ? 0 : buffer.readableBytes());
  }

  /** How many of them the system has accepted; a little more than that may be. */
  public long acceptedBytes() {
    Channel out = channel;
    return out == null ? 0 : flushedBytes - queuedBytes(out);
  }

  /** Drops what no flush has passed to the channel; the channel releases the rest as it closes. */
  public void release() {
    endTail();
    for (int i = 0; i < pieces.size(); i++) {
      pieces.get(i).release();
    }
    pieces.clear();
    piecesBytes = 0;
  }
}
