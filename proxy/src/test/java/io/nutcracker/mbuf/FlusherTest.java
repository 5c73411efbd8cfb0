// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** Who was appended to during an iteration is flushed at its end. */
class FlusherTest {
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private long time = 100;
  private int timesAsked;
  private final Flusher flusher =
      new Flusher(
          loop.eventLoop(),
          () -> {
            timesAsked++;
            return time;
          });

  @Test
  void everyBufferAppendedToIsFlushedAtTheEndOfTheIteration() {
    var one = new EmbeddedChannel();
    var two = new EmbeddedChannel();
    bufferTo(one).append(new byte[1]);
    bufferTo(two).append(new byte[2]);

    assertThat(one.outboundMessages()).isEmpty();
    loop.runPendingTasks();

    assertThat(one.outboundMessages()).hasSize(1);
    assertThat(two.outboundMessages()).hasSize(1);
    one.finishAndReleaseAll();
    two.finishAndReleaseAll();
  }

  @Test
  void whatAFlushMakesOthersAppendLeavesInTheNextRound() {
    var second = new EmbeddedChannel();
    SendBuffer secondBuffer = bufferTo(second);
    var first =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext context) {
                secondBuffer.append(new byte[1]);
                context.flush();
              }
            });
    SendBuffer firstBuffer = bufferTo(first);
    firstBuffer.append(new byte[1]);

    loop.runPendingTasks();

    assertThat(first.outboundMessages()).hasSize(1);
    assertThat(second.outboundMessages()).hasSize(1);
    first.finishAndReleaseAll();
    second.finishAndReleaseAll();
  }

  @Test
  void theTimeIsReadOnceAnIterationWhileSomethingWaits() {
    var channel = new EmbeddedChannel();
    bufferTo(channel).append(new byte[1]);
    time = 200;

    assertThat(flusher.nowNanos()).isEqualTo(100);
    assertThat(timesAsked).isOne();

    loop.runPendingTasks();
    assertThat(flusher.nowNanos()).isEqualTo(200);
    channel.finishAndReleaseAll();
  }

  private SendBuffer bufferTo(EmbeddedChannel channel) {
    var buffer = new SendBuffer(UnpooledByteBufAllocator.DEFAULT, flusher);
    buffer.open(channel);
    return buffer;
  }
}
