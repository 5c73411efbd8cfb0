// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.protocol.memcached.MemcachedRequestFeed.Found;
import io.nutcracker.protocol.memcached.MemcachedRequestParser.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever pieces a pipeline of requests arrives in, the same requests are found in it. */
class MemcachedRequestPipelinesTest {
  @Property
  void findsTheSameByteByByte(@ForAll("pipelines") String wire) {
    assertThat(MemcachedRequestFeed.byteByByte(wire)).isEqualTo(MemcachedRequestFeed.whole(wire));
  }

  @Property
  void findsTheSameInRandomPieces(@ForAll("longPipelines") String wire, @ForAll Random random) {
    var cuts = new ArrayList<Integer>();
    for (int at = piece(random); at < wire.length(); at += piece(random)) {
      cuts.add(at);
    }

    assertThat(MemcachedRequestFeed.inPieces(wire, cuts))
        .isEqualTo(MemcachedRequestFeed.whole(wire));
  }

  @Property(tries = 50)
  void findsTheSameCutAtEveryByte(@ForAll("pipelines") String wire) {
    List<Found> whole = MemcachedRequestFeed.whole(wire);
    for (int cut = 0; cut <= wire.length(); cut++) {
      assertThat(MemcachedRequestFeed.inPieces(wire, List.of(cut)))
          .as("cut at %d", cut)
          .isEqualTo(whole);
    }
  }

  /** So a server that others' requests go to can never be made to keep silent. */
  @Property
  void whatIsForwardedAsksForAnAnswer(@ForAll("pipelines") String wire) {
    for (Found found : requestsIn(wire)) {
      var again = MemcachedRequestFeed.whole(found.forwarded());
      // The cut may leave too few tokens; the server says so.
      if (again.getFirst().result() == Result.REQUEST) {
        assertThat(again).singleElement().extracting(Found::silent).isEqualTo(false);
        assertThat(again.getFirst().keys()).isEqualTo(found.keys());
      } else {
        assertThat(again).containsExactly(Found.rejected(found.forwarded(), "ERROR\r\n"));
      }
    }
  }

  @Property
  void noControlByteIsForwarded(@ForAll("pipelines") String wire) {
    for (Found found : requestsIn(wire)) {
      String line = found.forwarded().lines().findFirst().orElseThrow();
      assertThat(line).matches("[ -~\u0080-\u00ff]*");
      assertThat(found.keys()).allMatch(key -> key.matches("[!-~\u0080-\u00ff]{1,250}"));
    }
  }

  /** Requests for servers; what is answered here may hold anything. */
  private static List<Found> requestsIn(String wire) {
    return MemcachedRequestFeed.whole(wire).stream()
        .filter(found -> found.command() != null && !found.command().isLocal())
        .toList();
  }

  /** Mostly a few bytes, sometimes several thousand. */
  private static int piece(Random random) {
    return 1 + random.nextInt(random.nextInt(4) == 0 ? 9000 : 40);
  }

  @Provide
  Arbitrary<String> pipelines() {
    return joined(requests(20));
  }

  @Provide
  Arbitrary<String> longPipelines() {
    return joined(Arbitraries.oneOf(requests(20), requests(20_000)));
  }

  private static Arbitrary<String> joined(Arbitrary<String> requests) {
    return requests.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list));
  }

  private static Arbitrary<String> requests(int maxLength) {
    return Arbitraries.oneOf(
        lines(), storage(maxLength), multigets(maxLength / 4), noise(maxLength));
  }

  private static Arbitrary<String> commands() {
    return Arbitraries.of(
        Stream.concat(
                Stream.of("x", "GET", "slabs", ""),
                Stream.of(MemcachedCommand.values()).map(MemcachedCommand::lowerCaseName))
            .toList());
  }

  private static Arbitrary<String> ends() {
    return Arbitraries.of("\r\n", "\r\n", "\r\n", "\n", " \r\n", "\r\r\n");
  }

  /** Words that mean something somewhere, and some that do not. */
  private static Arbitrary<String> words() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "k",
            "0",
            "1",
            "3",
            "-1",
            "+1",
            "noreply",
            "q",
            "quick",
            "b",
            "v",
            "k",
            "YQ==",
            "YWJj",
            "O1",
            "T0",
            "a\tb",
            "\0",
            "4294967296",
            "HTTP/1.1",
            ""),
        Arbitraries.strings().withCharRange('!', '\u00ff').ofMinLength(1).ofMaxLength(20),
        Arbitraries.integers().between(245, 260).map("k"::repeat));
  }

  private static Arbitrary<String> lines() {
    return Combinators.combine(commands(), words().list().ofMaxSize(6), ends())
        .as((command, words, end) -> command + " " + String.join(" ", words) + end);
  }

  private static Arbitrary<String> storage(int maxLength) {
    return Combinators.combine(
            Arbitraries.of("set", "add", "cas", "append", "ms"),
            noise(maxLength),
            Arbitraries.of("", "", "1", "noreply", "1 noreply", "q", "b q", "q q"),
            ends(),
            Arbitraries.of("\r\n", "\r\n", "\r\n", "\r\n", "\n\r", ""))
        .as((command, data, rest, lineEnd, dataEnd) ->
            command
                + (command.equals("ms") ? " YWJj " : " key 0 0 ")
                + data.length()
                + " "
                + rest
                + lineEnd
                + data
                + dataEnd);
  }

  private static Arbitrary<String> multigets(int maxKeys) {
    return Combinators.combine(
            Arbitraries.of("get ", "gets ", "gat 0 ", "  get ", " ".repeat(101) + "get "),
            Arbitraries.of("k", "key", "k".repeat(100)).list().ofMaxSize(maxKeys),
            ends())
        .as((start, keys, end) -> start + String.join(" ", keys) + end);
  }

  /** Bytes that like to look like line ends and requests. */
  private static Arbitrary<String> noise(int maxLength) {
    return Arbitraries.strings()
        .withChars("\r\n get0q\0\u007f\u00ff")
        .withCharRange('\0', '\u00ff')
        .ofMaxLength(maxLength);
  }
}
