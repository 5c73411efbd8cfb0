// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * Feeds a parser, notes what it finds, and watches how much it holds on to. Bytes that have not
 * arrived cannot be read, nor can those that the parser said it is done with.
 */
final class Feed {
  /**
   * A key of one byte and the blank before it may cost an offset and a length, in a grown array.
   */
  private static final int RETAINED_PER_BYTE = 8;

  private final FuzzedParser parser;
  private final byte[] wire;
  private final List<Found> found = new ArrayList<>();

  /** Where the current message starts, and how much of it was set aside. */
  private int from;

  private int asideBytes;
  private boolean ended;

  private Feed(FuzzedParser parser, byte[] wire) {
    this.parser = parser;
    this.wire = wire;
  }

  /**
   * What is found in the input, however it arrives: in one piece, in the fuzzer's pieces, byte by
   * byte.
   */
  static List<Found> found(Supplier<? extends FuzzedParser> parsers, FuzzInput input) {
    byte[] wire = input.wire();
    List<Found> found = whole(parsers, wire);
    assertThat(new Feed(parsers.get(), wire).inPieces(input::size))
        .as("in pieces")
        .isEqualTo(found);
    assertThat(new Feed(parsers.get(), wire).inPieces(_ -> 1)).as("byte by byte").isEqualTo(found);
    return found;
  }

  /** What is found in bytes that arrive at once. */
  static List<Found> whole(Supplier<? extends FuzzedParser> parsers, byte[] wire) {
    var feed = new Feed(parsers.get(), wire);
    feed.arrived(wire.length);
    return feed.found;
  }

  private List<Found> inPieces(IntUnaryOperator sizes) {
    int arrived = 0;
    for (int piece = 0; arrived < wire.length && !ended; piece++) {
      arrived += Math.min(sizes.applyAsInt(piece), wire.length - arrived);
      arrived(arrived);
      asideBytes = Math.max(Math.min(parser.position(), arrived - from), asideBytes);
    }
    return found;
  }

  private void arrived(int end) {
    while (!ended && from + asideBytes < end) {
      int arrived = end - from;
      Found next = parser.parse(bytes(from + asideBytes, end), asideBytes, from);
      if (next == null) {
        checkHeld(arrived);
        return;
      }
      check("length", next.length(), arrived, arrived);
      found.add(next);
      ended = next.isLast();
      from += next.length();
      asideBytes = 0;
      parser.reset();
    }
  }

  private void checkHeld(int arrived) {
    int retained = Retained.bytesOf(parser.parser());
    check("bytes retained", retained, parser.mostRetained() + arrived * RETAINED_PER_BYTE, arrived);
    int heldBack = arrived - parser.position();
    check("bytes that want a second look", heldBack, parser.mostHeldBack(), arrived);
  }

  /** Done so often that AssertJ would be most of what runs. */
  private static void check(String what, int value, int most, int arrived) {
    if (value > most) {
      throw new AssertionError(
          what + ": " + value + ", at most " + most + ", when " + arrived + " bytes had arrived");
    }
  }

  /** Only these bytes, not quite at the buffer's beginning. */
  private ByteBuf bytes(int start, int end) {
    int before = asideBytes == 0 ? Math.min(start, 1) : 0;
    return Unpooled.wrappedBuffer(wire, start - before, end - start + before).skipBytes(before);
  }
}
