// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

/** A send buffer, an event loop whose iterations end when told, and the far end of the channel. */
public final class Outlet {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final Flusher flusher = new Flusher(loop.eventLoop(), System::nanoTime);
  private final SendBuffer buffer = new SendBuffer(allocator, flusher);
  private final FlushCounter flushes = new FlushCounter();
  private final EmbeddedChannel channel = new EmbeddedChannel(flushes);

  public SendBuffer buffer() {
    return buffer;
  }

  public UnpooledByteBufAllocator allocator() {
    return allocator;
  }

  Flusher flusher() {
    return flusher;
  }

  EmbeddedChannel channel() {
    return channel;
  }

  /** How often the channel was flushed. */
  int flushes() {
    return flushes.count;
  }

  /** Opens the buffer to its channel. */
  public Outlet open() {
    buffer.open(channel);
    return this;
  }

  /** Ends the event loop's iteration. */
  public void endIteration() {
    loop.runPendingTasks();
  }

  /** Ends the iteration; what has arrived at the far end since the last call, as ISO 8859-1. */
  public String received() {
    endIteration();
    var text = new StringBuilder();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      text.append(bytes.toString(ISO_8859_1));
      bytes.release();
    }
    return text.toString();
  }

  /** Bytes that somebody should have released. */
  public long usedMemory() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  private static final class FlushCounter extends ChannelOutboundHandlerAdapter {
    private int count;

    @Override
    public void flush(ChannelHandlerContext context) {
      count++;
      context.flush();
    }
  }
}
