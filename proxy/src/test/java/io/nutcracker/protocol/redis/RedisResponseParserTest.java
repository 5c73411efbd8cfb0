// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where each response ends, in whatever pieces it arrives. */
class RedisResponseParserTest {
  private static final ResponseFeed FEED =
      new ResponseFeed(() -> new RedisResponseParser(RespVersion.RESP2));

  private static final ResponseFeed RESP3 =
      new ResponseFeed(() -> new RedisResponseParser(RespVersion.RESP3));

  /** Far more than linear cost needs on a busy machine; quadratic cost would take many minutes. */
  private static final Duration LINEAR = Duration.ofSeconds(30);

  private static final int MEGABYTE = 1024 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n",
        "+\r\n",
        "-ERR no\r\n",
        "-\r\n",
        "+a line feed \n is not an end\r\n",
        ":0\r\n",
        ":-1\r\n",
        ":9223372036854775807\r\n",
        ":-9223372036854775808\r\n",
        "$5\r\nhello\r\n",
        "$5\r\n\r\n$\r\n\r\n",
        "$0\r\n\r\n",
        "$-1\r\n",
        "*-1\r\n",
        "*0\r\n",
        "*1\r\n*0\r\n",
        "*5\r\n+OK\r\n-ERR no\r\n:7\r\n$1\r\na\r\n*2\r\n$-1\r\n*-1\r\n",
        "*2\r\n*2\r\n*1\r\n:1\r\n+a\r\n*0\r\n"
      })
  void findsTheEndOf(String response) {
    String pong = "+PONG\r\n";

    assertThat(FEED.whole(response + pong)).containsExactly(response, pong);
    assertThat(FEED.byteByByte(response + pong)).containsExactly(response, pong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n",
        "\r\n",
        "\0",
        "\u00ff",
        // A server speaks RESP3 only when asked to.
        "_\r\n",
        "#t\r\n",
        ",1.5\r\n",
        "(1\r\n",
        "!5\r\nERR x\r\n",
        "=5\r\ntxt:x\r\n",
        "%1\r\n+a\r\n+b\r\n",
        "~1\r\n+a\r\n",
        ">1\r\n+a\r\n",
        "|1\r\n+a\r\n+b\r\n+c\r\n",
        "$?\r\n;0\r\n",
        "*?\r\n.\r\n",
        "*1\r\n_\r\n",
        // Numbers that are none.
        ":\r\n",
        ":-\r\n",
        ":+1\r\n",
        ":1.5\r\n",
        ":99999999999999999999\r\n",
        "$\r\n",
        "$-2\r\n",
        "$+1\r\n",
        "$01\r\n",
        "$1x\r\n",
        "$1073741825\r\n",
        "$1111111111111111111",
        "*\r\n",
        "*-2\r\n",
        "*2147483648\r\n",
        // Line ends that are none.
        "+OK\rx",
        ":1\rx",
        "$1\n",
        "$1\rx",
        "*1\rx",
        "$1\r\nabc",
        "$1\r\na\n\r"
      })
  void whatIsNoResponseEndsTheStream(String wire) {
    String pong = "+PONG\r\n";

    assertThat(FEED.whole(pong + wire + pong)).containsExactly(pong, INVALID);
    assertThat(FEED.byteByByte(pong + wire + pong)).containsExactly(pong, INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$5\r\nhello\r\n",
        "*2\r\n:1\r\n*-1\r\n",
        "_\r\n",
        "#t\r\n",
        ",1.5\r\n",
        ",inf\r\n",
        "(3492890328409238509324850943850943825024385\r\n",
        "!9\r\nERR\r\n:1\r\n\r\n",
        "=7\r\ntxt:a\r\n\r\n",
        "%0\r\n",
        "%2\r\n+a\r\n%1\r\n:1\r\n_\r\n+b\r\n~2\r\n#f\r\n#t\r\n",
        ">2\r\n+invalidate\r\n*1\r\n$1\r\na\r\n",
        "|1\r\n+ttl\r\n:3600\r\n*1\r\n|1\r\n+a\r\n+b\r\n:7\r\n",
        "$?\r\n;0\r\n",
        "$?\r\n;4\r\n;0\r\n\r\n;1\r\na\r\n;0\r\n",
        "*?\r\n.\r\n",
        "*2\r\n*?\r\n:1\r\n%?\r\n+a\r\n$?\r\n;1\r\nx\r\n;0\r\n.\r\n*1\r\n+x\r\n.\r\n+end\r\n"
      })
  void findsTheEndInResp3Of(String response) {
    String pong = "+PONG\r\n";

    assertThat(RESP3.whole(response + pong)).containsExactly(response, pong);
    assertThat(RESP3.byteByByte(response + pong)).containsExactly(response, pong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n",
        "%-2\r\n",
        "!x\r\n",
        "=-2\r\n",
        ";1\r\na\r\n",
        ".\r\n",
        "*1\r\n.\r\n",
        "$?\r\n+OK\r\n",
        "$?\r\n;-1\r\n",
        "$?\r\n;?\r\n",
        "$?\rx",
        "*?x\r\n",
        "*?\r\n.x\n",
        "|?\r\n.\r\n"
      })
  void whatIsNoResponseInResp3EndsTheStream(String wire) {
    String pong = "+PONG\r\n";

    assertThat(RESP3.whole(pong + wire + pong)).containsExactly(pong, INVALID);
    assertThat(RESP3.byteByByte(pong + wire + pong)).containsExactly(pong, INVALID);
  }

  @Test
  void streamedArraysMayBeNestedABit() {
    String allowed = "*?\r\n".repeat(32) + ".\r\n".repeat(32);
    String deeper = "*?\r\n".repeat(33) + ".\r\n".repeat(33);

    assertThat(RESP3.whole(allowed + deeper)).containsExactly(allowed, INVALID);
  }

  @Test
  void arraysMayBeNestedDeeply() {
    String nested = "*1\r\n".repeat(10_000) + ":1\r\n";
    String bushy = "*2\r\n:1\r\n".repeat(10_000) + "$-1\r\n";

    assertThat(FEED.whole(nested + bushy)).containsExactly(nested, bushy);
    assertThat(FEED.byteByByte(nested + bushy)).containsExactly(nested, bushy);
  }

  @Test
  void aLineMayHaveOneMegabyte() {
    String longest = "-" + "x".repeat(MEGABYTE - 1);

    assertThat(FEED.whole(longest)).isEmpty();
    assertThat(FEED.inPieces(longest + "\r\n", List.of(longest.length())))
        .containsExactly(longest + "\r\n");
    assertThat(FEED.whole(longest + "xx")).containsExactly(INVALID);
  }

  @Test
  void aResponseMayHaveOneGigabyte() {
    var parser = new RedisResponseParser(RespVersion.RESP2);
    String start = "*2\r\n$536870912\r\n";

    assertThat(parser.parse(Wire.buffer(start), 0)).isEqualTo(Result.INCOMPLETE);
    assertThat(parser.position()).isEqualTo(start.length() + 512 * MEGABYTE);
    assertThat(parser.parse(Wire.buffer("\r\n$536870912\r\n"), parser.position()))
        .isEqualTo(Result.INVALID);
  }

  @Test
  void anEndlessArrayIsGivenUp() {
    var parser = new RedisResponseParser(RespVersion.RESP2);
    parser.parse(Wire.buffer("*2147483647\r\n"), 0);
    int received = parser.position();
    ByteBuf lines = Wire.buffer(("+" + "x".repeat(8189) + "\r\n").repeat(128));

    Result result = Result.INCOMPLETE;
    for (int i = 0; i < 3000 && result == Result.INCOMPLETE; i++) {
      result = parser.parse(lines, received);
      received += lines.readableBytes();
    }

    assertThat(result).isEqualTo(Result.INVALID);
  }

  @Test
  void aMegabyteByteByByteCostsLinearTime() {
    String bulk = "$1048576\r\n" + "v".repeat(MEGABYTE) + "\r\n";
    String line = "+" + "x".repeat(MEGABYTE - 2) + "\r\n";
    String array = "*100000\r\n" + ":1234567\r\n".repeat(100_000);

    assertTimeout(LINEAR, () -> assertThat(FEED.byteByByte(bulk)).containsExactly(bulk));
    assertTimeout(LINEAR, () -> assertThat(FEED.byteByByte(line)).containsExactly(line));
    assertTimeout(LINEAR, () -> assertThat(FEED.byteByByte(array)).containsExactly(array));
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

  @Property
  void survivesAnythingInResp3(@ForAll("resp3Garbage") String wire) {
    List<String> whole = RESP3.whole(wire);

    assertThat(RESP3.byteByByte(wire)).isEqualTo(whole);
  }

  @Provide
  Arbitrary<List<String>> responses() {
    return response(20, 3).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<String>> longResponses() {
    return Arbitraries.oneOf(response(20, 3), response(20_000, 1)).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> garbage() {
    return Arbitraries.strings().withChars("+-:$*\r\n0123456789\0\u00ff").ofMaxLength(40);
  }

  /** Of whole parts, so that much of it is valid. */
  @Provide
  Arbitrary<String> resp3Garbage() {
    return Arbitraries.of(
            "*?\r\n",
            "%?\r\n",
            "$?\r\n",
            ";1\r\na\r\n",
            ";0\r\n",
            ".\r\n",
            "|1\r\n",
            ">1\r\n",
            "%1\r\n",
            "*2\r\n",
            "_\r\n",
            ",1\r\n",
            "+OK\r\n",
            "$1\r\nb\r\n",
            "=5\r\ntxt:b\r\n",
            "*",
            "\r\n")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static Arbitrary<String> response(int maxLength, int depth) {
    Arbitrary<String> bytes =
        Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(maxLength);
    Arbitrary<String> leaf =
        Arbitraries.oneOf(
            bytes.map(data -> "+" + data.replace('\r', ' ') + "\r\n"),
            bytes.map(data -> "-ERR " + data.replace('\r', ' ') + "\r\n"),
            Arbitraries.longs().map(number -> ":" + number + "\r\n"),
            bytes.map(Wire::bulk),
            Arbitraries.of("$-1\r\n", "*-1\r\n", "*0\r\n"));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> array =
        response(maxLength, depth - 1)
            .list()
            .ofMaxSize(4)
            .map(elements -> "*" + elements.size() + "\r\n" + String.join("", elements));
    return Arbitraries.oneOf(leaf, array);
  }
}
