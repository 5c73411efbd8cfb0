// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes leave in the order appended, one write an iteration, and every buffer is released. */
class SendBufferTest {
  private static final String LARGE = "L".repeat(5000);

  private final Outlet outlet = new Outlet();
  private final SendBuffer buffer = outlet.buffer();

  @AfterEach
  void noBufferIsLeft() {
    assertThat(outlet.usedMemory()).isZero();
  }

  @Test
  void whatIsAppendedInOneIterationLeavesInOneWrite() {
    outlet.open();
    int before = outlet.flushes();

    buffer.append(bytes("a"));
    append("b");
    append(LARGE);
    buffer.room(1).writeByte('c');
    buffer.append(buffer("d"));

    assertThat(outlet.flushes()).isEqualTo(before);
    assertThat(outlet.received()).isEqualTo("ab" + LARGE + "cd");
    assertThat(outlet.flushes()).isEqualTo(before + 1);

    buffer.append(bytes("next"));

    assertThat(outlet.received()).isEqualTo("next");
    assertThat(outlet.flushes()).isEqualTo(before + 2);
  }

  @Test
  void appendingNeverWrites() {
    outlet.open();
    int before = outlet.flushes();
    var sent = new StringBuilder();

    for (int i = 0; i < 300; i++) {
      append(LARGE);
      append("small".repeat(100));
      sent.append(LARGE).append("small".repeat(100));
    }

    // A write may fail or make the channel writable, and who hears of it may append here.
    assertThat(outlet.flushes()).isEqualTo(before);
    assertThat(outlet.received()).isEqualTo(sent.toString());
  }

  @Test
  void whatIsAppendedBeforeTheChannelOpensLeavesWhenItDoes() {
    append("early");
    append(LARGE);
    assertThat(outlet.received()).isEmpty();
    append("later");
    assertThat(buffer.pendingBytes()).isEqualTo(10 + LARGE.length());

    outlet.open();

    assertThat(outlet.received()).isEqualTo("early" + LARGE + "later");
    assertThat(buffer.pendingBytes()).isZero();
  }

  @Test
  void pendingBytesAreThoseTheSystemHasNotAccepted() {
    outlet.open();
    append("1234");
    append(LARGE);
    append("56");

    assertThat(buffer.pendingBytes()).isEqualTo(6 + LARGE.length());

    outlet.received();
    assertThat(buffer.pendingBytes()).isZero();
  }

  @Test
  void releasingDropsWhatHasNotBeenSent() {
    append("small");
    append(LARGE);
    buffer.append(buffer(LARGE));
    append("tail");

    buffer.release();
    outlet.open();

    assertThat(outlet.received()).isEmpty();
  }

  @Test
  void whatIsHeldOutlivesItsSource() {
    outlet.open();
    ByteBuf source = buffer("xx" + LARGE + "yy");
    ByteBuf large = buffer.hold(source, 2, LARGE.length());
    ByteBuf small = buffer.hold(source, 2 + LARGE.length(), 2);
    source.setByte(3 + LARGE.length(), 'z'); // a copy does not change
    source.release();

    buffer.append(small);
    buffer.append(large);

    assertThat(outlet.received()).isEqualTo("yy" + LARGE);
  }

  @Test
  void whatIsHeldStaysWhileItsSourceIsReadAndWrittenOn() {
    outlet.open();
    ByteBuf source = buffer(LARGE);
    ByteBuf held = buffer.hold(source, 0, LARGE.length());
    source.skipBytes(LARGE.length()).writeBytes(bytes("next"));

    buffer.append(held);
    source.release();

    assertThat(outlet.received()).isEqualTo(LARGE);
  }

  @Test
  void aFailingWriteMayReleaseTheBuffer() {
    var closesOnFailure =
        new ChannelInboundHandlerAdapter() {
          private int failures;

          @Override
          public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures++;
            buffer.release();
          }
        };
    var broken =
        new EmbeddedChannel(closesOnFailure) {
          @Override
          protected void doWrite(ChannelOutboundBuffer in) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    buffer.open(broken);

    append(LARGE);
    append("small");
    append(LARGE);
    outlet.endIteration();
    append(LARGE);
    outlet.endIteration();

    assertThat(closesOnFailure.failures).isPositive();
    assertThat(broken.isOpen()).isFalse();
  }

  @Property
  void orderIsKeptForAnyMixOfPieces(@ForAll Random random) {
    var mixed = new Outlet();
    var sent = new StringBuilder();
    var received = new StringBuilder();
    int openedAt = random.nextInt(40);
    for (int i = 0; i < 40; i++) {
      String piece = String.valueOf((char) ('a' + i % 26)).repeat(pieceLength(random));
      appendSomehow(mixed, random, piece);
      sent.append(piece);
      if (i == openedAt) {
        mixed.open();
      }
      if (random.nextInt(4) == 0) {
        received.append(mixed.received());
      }
    }

    assertThat(received.append(mixed.received()).toString()).isEqualTo(sent.toString());
    assertThat(mixed.usedMemory()).isZero();
  }

  private static int pieceLength(Random random) {
    return random.nextInt(
        List.of(1, 10, 300, 4095, 4096, 4097, 4098, 70_000).get(random.nextInt(8)) + 1);
  }

  private static void appendSomehow(Outlet outlet, Random random, String piece) {
    SendBuffer buffer = outlet.buffer();
    ByteBuf source = received(outlet, random, "xx" + piece + "yy");
    ByteBuf whole = received(outlet, random, piece);
    switch (random.nextInt(7)) {
      case 0 -> buffer.append(bytes(piece));
      case 1 -> buffer.append(source.retainedSlice(2, piece.length()));
      case 2 -> buffer.room(piece.length()).writeBytes(bytes(piece));
      case 3 -> buffer.append(buffer.hold(source, 2, piece.length()));
      case 4 -> buffer.append(buffer.hold(whole, 0, piece.length()));
      case 5 -> buffer.append(whole.retain());
      default -> buffer.append(source, 2, piece.length());
    }
    source.release();
    whole.release();
  }

  /** A message that arrived in one piece, or in several. */
  private static ByteBuf received(Outlet outlet, Random random, String text) {
    if (random.nextBoolean()) {
      return outlet.allocator().directBuffer().writeBytes(bytes(text));
    }
    CompositeByteBuf message = outlet.allocator().compositeDirectBuffer();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(from + 1 + random.nextInt(10_000), text.length());
      ByteBuf component = outlet.allocator().directBuffer();
      message.addComponent(true, component.writeBytes(bytes(text.substring(from, to))));
      from = to;
    }
    return message;
  }

  private void append(String text) {
    ByteBuf source = buffer(text);
    buffer.append(source, 0, source.writerIndex());
    source.release();
  }

  private ByteBuf buffer(String text) {
    return outlet.allocator().directBuffer().writeBytes(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
