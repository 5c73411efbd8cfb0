// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a visitor is taken for, and the time that it has. */
class VisitorTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private int lines;

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  private void activate() {
    channel.freezeTime();
    var listener =
        new AdminListener(
            channel.eventLoop(),
            () -> "line " + ++lines,
            () -> new AdminPaths(Map.of(), new HeldBytes()),
            null,
            32);
    channel.pipeline().addLast(new Visitor(listener)).fireChannelActive();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private void say(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  @Test
  void whoSaysNothingGetsTheLineAfterAShortSilence() {
    activate();
    pass(Visitor.SILENCE_MS - 1);
    assertThat(lines).isZero();
    pass(1);
    pass(5);
    assertThat(lines).isEqualTo(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoSaysAnythingElseGetsTheLineAtOnce() {
    for (String text : new String[] {"\n", "stats\n", "GET\n", "get /", "GETX", "PUBLISH"}) {
      var each = new VisitorTest();
      each.activate();
      each.say(text);
      each.pass(5);
      assertThat(each.lines).as(text).isEqualTo(1);
      each.release();
    }
  }

  @Test
  void whoMayBeginARequestHasUntilTheDeadline() {
    activate();
    say("G");
    pass(5_000);
    say("ET");
    pass(Visitor.DEADLINE_SECONDS * 1000L - 5_001);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(lines).isZero();
  }

  @Test
  void whoSpeaksHttpHasNoDeadlineHere() {
    activate();
    say("GE");
    say("T / HTTP/1.1\r\n");
    pass(Visitor.DEADLINE_SECONDS * 1000L);
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.pipeline().get(Visitor.class)).isNull();
    assertThat(lines).isZero();
    channel.close();
  }

  @Test
  void whatAReaderSaysIsDropped() {
    activate();
    var words = Unpooled.copiedBuffer("stats", US_ASCII);
    channel.writeInbound(words);
    assertThat(words.refCnt()).isZero();
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void nothingIsLeftOfTheTimersOnceItIsClosed() {
    activate();
    channel.close();
    assertThat(channel.hasPendingTasks()).isFalse();
  }
}
