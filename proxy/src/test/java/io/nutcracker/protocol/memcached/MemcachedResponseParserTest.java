// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static io.nutcracker.protocol.ResponseFeed.INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseFeed;
import io.nutcracker.protocol.ResponseParser.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where each response ends, in whatever pieces it arrives. */
class MemcachedResponseParserTest {
  private static final ResponseFeed FEED = new ResponseFeed(MemcachedResponseParser::new);

  /** Far more than linear cost needs on a busy machine; quadratic cost would take many minutes. */
  private static final Duration LINEAR = Duration.ofSeconds(30);

  private static final int MEGABYTE = 1024 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STORED\r\n",
        "NOT_STORED\r\n",
        "EXISTS\r\n",
        "NOT_FOUND\r\n",
        "DELETED\r\n",
        "TOUCHED\r\n",
        "OK\r\n",
        "RESET\r\n",
        "END\r\n",
        "ERROR\r\n",
        "ERROR unknown command\r\n",
        "CLIENT_ERROR bad data chunk\r\n",
        "SERVER_ERROR out of memory storing object\r\n",
        "SERVER_ERROR \r\n",
        "SERVER_ERROR neither \r nor \n is an end\r\n",
        "VERSION 1.6.18\r\n",
        "BUSY currently processing reassign request\r\n",
        "BADCLASS invalid src or dst class id\r\n",
        "NOSPARE source class has no spare pages\r\n",
        "NOTFULL dest class has spare memory\r\n",
        "UNSAFE [id] some reason\r\n",
        "SAME src and dst class are identical\r\n",
        "0\r\n",
        "18446744073709551615\r\n",
        "9  \r\n",
        "HD\r\n",
        "HD W O1 kkey\r\n",
        "EN\r\n",
        "EN O1\r\n",
        "NF\r\n",
        "NS O1\r\n",
        "EX O1\r\n",
        "MN\r\n",
        "ME key exp=-1 la=0 cas=330 fetch=no cls=1 size=66\r\n",
        "VA 0\r\n\r\n",
        "VA 2 O1 kk\r\nab\r\n",
        "VA 5\r\nEND\r\n\r\n",
        "VALUE k 0 0\r\n\r\nEND\r\n",
        "VALUE k 4294967295 5\r\nhello\r\nEND\r\n",
        "VALUE k 0 5 18446744073709551615\r\nhello\r\nVALUE l 0 1 1\r\nx\r\nEND\r\n",
        "VALUE k 0 7\r\n\r\nEND\r\n\r\nEND\r\n",
        "VALUE k 0 1\r\nx\r\nSERVER_ERROR out of memory writing get response\r\n",
        "VALUE k 0 1\r\nx\r\nCLIENT_ERROR bad command line format\r\n",
        "STAT pid 7\r\nSTAT time 8\r\nEND\r\n",
        "STAT pid 7\r\nERROR\r\n",
        "STAT \r\nEND\r\n",
        "ITEM foo:a [1 b; 0 s]\r\nEND\r\n",
        "PREFIX foo get 2 hit 1 set 1 del 0\r\nEND\r\n"
      })
  void findsTheEndOf(String response) {
    String ok = "OK\r\n";

    assertThat(FEED.whole(response + ok)).containsExactly(response, ok);
    assertThat(FEED.byteByByte(response + ok)).containsExactly(response, ok);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "\n",
        "\0",
        " OK\r\n",
        "\u0081",
        "+OK\r\n",
        "-1\r\n",
        "stored\r\n",
        "STORE\r\n",
        "STOREDX\r\n",
        "STORED x\r\n",
        "END x\r\n",
        "END \r\n",
        "MN \r\n",
        "WATCHING\r\n",
        "HDX\r\n",
        "1x\r\n",
        "1 2\r\n",
        // Blocks that are none.
        "VALUE\r\n",
        "VALUE k\r\n",
        "VALUE k 0\r\n",
        "VALUE k 0 \r\n",
        "VALUE k 0 -1\r\n",
        "VALUE k 0 x\r\n",
        "VALUE k 0 1x\r\n",
        "VALUE k 0 1073741825\r\n",
        "VALUE k 0 99999999999\r\n",
        "VALUE k 0 1\r\nxEND\r\n",
        "VALUE k 0 1\r\nx\n\r",
        "VA\r\n",
        "VA \r\n",
        "VA -1\r\n",
        "VA O1\r\n",
        "VA 1073741825\r\n",
        "VA 1\r\nab\r\n",
        // Lists of several kinds.
        "VALUE k 0 1\r\nx\r\nSTAT pid 7\r\n",
        "VALUE k 0 1\r\nx\r\nSTORED\r\n",
        "VALUE k 0 1\r\nx\r\n1\r\n",
        "STAT pid 7\r\nVALUE k 0 1\r\n",
        "STAT pid 7\r\nITEM foo [1 b; 0 s]\r\n",
        "STAT pid 7\r\nOK\r\n",
        "ITEM foo [1 b; 0 s]\r\n\r\n"
      })
  void whatIsNoResponseEndsTheStream(String wire) {
    String ok = "OK\r\n";

    assertThat(FEED.whole(ok + wire + ok)).containsExactly(ok, INVALID);
    assertThat(FEED.byteByByte(ok + wire + ok)).containsExactly(ok, INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0081\0\0", "+OK", "hello", "\0"})
  void aServerOfAnotherKindIsNoticedWithoutALinesEnd(String wire) {
    assertThat(FEED.whole(wire)).containsExactly(INVALID);
  }

  @Test
  void aLineMayHaveOneMegabyte() {
    String longest = "SERVER_ERROR " + "x".repeat(MEGABYTE - "SERVER_ERROR \r\n".length());

    assertThat(FEED.whole(longest + "\r")).isEmpty();
    assertThat(FEED.inPieces(longest + "\r\n", List.of(longest.length())))
        .containsExactly(longest + "\r\n");
    assertThat(FEED.whole(longest + "xx")).containsExactly(INVALID);
    assertThat(FEED.whole(longest + "x\r\n")).containsExactly(INVALID);
  }

  @Test
  void aValueIsSkippedBeforeItHasArrived() {
    var parser = new MemcachedResponseParser();
    String line = "VALUE k 0 500000000\r\n";

    assertThat(parser.parse(WireText.buffer(line + "v"), 0)).isEqualTo(Result.INCOMPLETE);
    assertThat(parser.position()).isEqualTo(line.length() + 500_000_000);
    assertThat(parser.parse(WireText.buffer("\r\nEND\r\n"), parser.position()))
        .isEqualTo(Result.RESPONSE);
    assertThat(parser.length()).isEqualTo(line.length() + 500_000_000 + "\r\nEND\r\n".length());
  }

  @Test
  void aResponseMayHaveOneGigabyte() {
    var parser = new MemcachedResponseParser();
    parser.parse(WireText.buffer("VALUE k 0 600000000\r\n"), 0);

    assertThat(parser.parse(WireText.buffer("\r\nVALUE l 0 600000000\r\n"), parser.position()))
        .isEqualTo(Result.INVALID);
  }

  @Test
  void anEndlessListIsGivenUp() {
    var parser = new MemcachedResponseParser();
    int received = 0;
    ByteBuf lines = WireText.buffer(("STAT a " + "x".repeat(8183) + "\r\n").repeat(128));

    Result result = Result.INCOMPLETE;
    for (int i = 0; i < 3000 && result == Result.INCOMPLETE; i++) {
      result = parser.parse(lines, received);
      received += lines.readableBytes();
    }

    assertThat(result).isEqualTo(Result.INVALID);
    assertThat(received - MemcachedResponseParser.MAX_RESPONSE_BYTES).isBetween(0, 3 * MEGABYTE);
  }

  @Test
  void aMegabyteByteByByteCostsLinearTime() {
    String value = WireText.value("k", "v".repeat(MEGABYTE)) + "END\r\n";
    String line = "SERVER_ERROR " + "x\n\r".repeat(300_000) + "\r\n";
    String list = "STAT a 1\r\n".repeat(100_000) + "END\r\n";

    assertTimeout(LINEAR, () -> assertThat(FEED.byteByByte(value)).containsExactly(value));
    assertTimeout(LINEAR, () -> assertThat(FEED.byteByByte(line)).containsExactly(line));
    assertTimeout(LINEAR, () -> assertThat(FEED.byteByByte(list)).containsExactly(list));
  }

  @Property
  void findsTheSameWholeAndByteByByte(@ForAll("responses") List<String> responses) {
    String wire = String.join("", responses);

    assertThat(FEED.whole(wire)).isEqualTo(responses);
    assertThat(FEED.byteByByte(wire)).isEqualTo(responses);
  }

  @Property(tries = 50)
  void findsTheSameCutAtEveryByte(@ForAll("responses") List<String> responses) {
    String wire = String.join("", responses);

    for (int cut = 0; cut <= wire.length(); cut++) {
      assertThat(FEED.inPieces(wire, List.of(cut))).as("cut at %d", cut).isEqualTo(responses);
    }
  }

  @Property
  void findsTheSameInRandomPieces(
      @ForAll("longResponses") List<String> responses, @ForAll Random random) {
    String wire = String.join("", responses);
    var cuts = new ArrayList<Integer>();
    for (int at = 0; at < wire.length(); at += 1 + random.nextInt(6000)) {
      cuts.add(at);
    }

    assertThat(FEED.inPieces(wire, cuts)).isEqualTo(responses);
  }

  @Property
  void survivesAnything(@ForAll("garbage") String wire) {
    List<String> whole = FEED.whole(wire);

    assertThat(FEED.byteByByte(wire)).isEqualTo(whole);
  }

  @Provide
  Arbitrary<List<String>> responses() {
    return response(20).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<String>> longResponses() {
    return Arbitraries.oneOf(response(20), response(20_000)).list().ofMinSize(1).ofMaxSize(5);
  }

  /** Pieces of responses, put together at random. */
  @Provide
  Arbitrary<String> garbage() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "VALUE ", "VA ", "STAT ", "END", "ERROR", "HD", "k ", "0 ", "3", "1 ", "abc", "\r",
            "\n", "\r\n", "\0", "\u00ff", " ");
    return pieces.list().ofMaxSize(20).map(list -> String.join("", list));
  }

  private static Arbitrary<String> response(int maxLength) {
    Arbitrary<String> bytes =
        Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(maxLength);
    Arbitrary<String> text = bytes.map(data -> data.replace("\n", ""));
    Arbitrary<String> value =
        Combinators.combine(Arbitraries.of("a", "key:1"), bytes).as(WireText::value);
    return Arbitraries.oneOf(
        Arbitraries.of("STORED\r\n", "END\r\n", "ERROR\r\n", "HD\r\n", "EN O1\r\n", "MN\r\n"),
        text.map(data -> "SERVER_ERROR " + data + "\r\n"),
        Arbitraries.longs().map(number -> Long.toUnsignedString(number) + "\r\n"),
        bytes.map(data -> "VA " + data.length() + " O1\r\n" + data + "\r\n"),
        list(value),
        list(text.map(data -> "STAT " + data + "\r\n")),
        list(text.map(data -> "ITEM " + data + "\r\n")));
  }

  private static Arbitrary<String> list(Arbitrary<String> elements) {
    return Combinators.combine(
            elements.list().ofMaxSize(4),
            Arbitraries.of("END\r\n", "END\r\n", "SERVER_ERROR out of memory\r\n"))
        .as((list, end) -> String.join("", list) + end);
  }
}
