// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** A reader has its time, and is not listened to. */
class StatsConnectionTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private void activate() {
    channel.freezeTime();
    channel.pipeline().addLast(new StatsConnection()).fireChannelActive();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void whoDoesNotReadIsClosedAtTheDeadline() {
    activate();
    pass(StatsConnection.DEADLINE_SECONDS * 1000L - 1);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whatAReaderSaysIsDropped() {
    activate();
    var request = Unpooled.copiedBuffer(new byte[] {'G', 'E', 'T'});
    channel.writeInbound(request);
    assertThat(request.refCnt()).isZero();
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void nothingIsLeftOfTheDeadlineOnceItIsClosed() {
    activate();
    channel.close();
    assertThat(channel.hasPendingTasks()).isFalse();
  }
}
