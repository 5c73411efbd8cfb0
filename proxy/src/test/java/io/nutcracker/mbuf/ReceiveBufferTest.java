// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages come out as they came in, whatever is set aside, and every buffer is released. */
class ReceiveBufferTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final ReceiveBuffer received = new ReceiveBuffer(allocator);

  @AfterEach
  @AfterProperty
  void noBufferIsLeft() {
    received.release();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void takesMessagesOneAfterTheOther() {
    add("onetwo");
    add("three");

    assertThat(take(3)).isEqualTo("one");
    assertThat(take(3)).isEqualTo("two");
    assertThat(take(5)).isEqualTo("three");
    assertThat(received.isEmpty()).isTrue();
  }

  @Test
  void fewBytesAreNotSetAside() {
    add("x".repeat(4095));
    received.setAside(4095);

    assertThat(received.asideBytes()).isZero();
    assertThat(received.in().readableBytes()).isEqualTo(4095);
  }

  @Test
  void bytesSetAsideAreNotCopiedAgain() {
    add("a".repeat(5000));
    received.setAside(10_000); // the parser knows more to come
    add("b".repeat(5000));
    received.setAside(10_000);
    add("cnext");

    assertThat(received.asideBytes()).isEqualTo(10_000);
    ByteBuf message = received.take(10_001);
    assertThat(message.toString(ISO_8859_1)).isEqualTo("a".repeat(5000) + "b".repeat(5000) + "c");
    assertThat(message.nioBufferCount()).isEqualTo(3);
    message.release();
    assertThat(take(4)).isEqualTo("next");
  }

  @Test
  void droppedBytesStillCount() {
    add("drop".repeat(2000));
    received.setAside(5000);
    received.drop(7990);
    assertThat(received.asideBytes()).isEqualTo(7990);
    assertThat(received.in().readableBytes()).isEqualTo(10);

    received.drop(9000);
    add("x".repeat(1000) + "next");
    received.drop(9000);
    received.skip(9000);

    assertThat(received.asideBytes()).isZero();
    assertThat(take(4)).isEqualTo("next");
  }

  @Test
  void skipsAMessageOfWhichAPartWasSetAside() {
    add("s".repeat(5000));
    received.setAside(5000);
    add("s".repeat(10) + "next");

    received.skip(5010);

    assertThat(take(4)).isEqualTo("next");
  }

  @Test
  void aMessageTakenIsNotChangedByWhatArrivesLater() {
    add("first");
    ByteBuf first = received.take(5);
    add("second");
    add("third");

    assertThat(first.toString(ISO_8859_1)).isEqualTo("first");
    first.release();
    assertThat(take(11)).isEqualTo("secondthird");
  }

  @Test
  void anIdleConnectionHoldsNoMemory() {
    add("message");
    received.skip(7);
    received.trim();

    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(received.isEmpty()).isTrue();
  }

  @Test
  void trimmingKeepsWhatIsNotConsumed() {
    add("message");
    received.skip(3);
    received.trim();

    assertThat(take(4)).isEqualTo("sage");
  }

  @Property
  void messagesAreWholeForAnyChunksAndPositions(@ForAll Random random) {
    String message = "m".repeat(random.nextInt(30_000)) + "e".repeat(1 + random.nextInt(10));
    String next = "n".repeat(random.nextInt(10_000));
    String stream = message + next;

    int arrived = 0;
    while (arrived < message.length()) {
      int length = Math.min(stream.length() - arrived, 1 + random.nextInt(9000));
      add(stream.substring(arrived, arrived + length));
      arrived += length;
      int position = arrived < message.length() ? random.nextInt(arrived, message.length()) : 0;
      if (position > 0 && random.nextInt(3) > 0) {
        received.setAside(position);
      }
    }
    assertThat(take(message.length())).isEqualTo(message);

    add(stream.substring(arrived));
    assertThat(take(next.length())).isEqualTo(next);
    assertThat(received.isEmpty()).isTrue();
  }

  private void add(String text) {
    received.add(allocator.directBuffer().writeBytes(text.getBytes(ISO_8859_1)));
  }

  private String take(int length) {
    ByteBuf message = received.take(length);
    String text = message.toString(ISO_8859_1);
    message.release();
    return text;
  }
}
