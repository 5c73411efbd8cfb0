// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.nutcracker.protocol.memcached.MemcachedRequestFeed.Found;
import io.nutcracker.protocol.memcached.MemcachedRequestParser.Result;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in requests, and what becomes of those that no server should see. */
class MemcachedRequestParserTest {
  /** Far more than linear cost needs on a busy machine; quadratic cost would take many minutes. */
  private static final Duration LINEAR = Duration.ofSeconds(30);

  private static final String KEY_250 = "k".repeat(250);
  private static final String KEY_251 = "k".repeat(251);

  private static final String ERROR = "ERROR\r\n";
  private static final String BAD_FORMAT = "CLIENT_ERROR bad command line format\r\n";
  private static final String BAD_CHUNK = "CLIENT_ERROR bad data chunk\r\n";
  private static final String CONTROL = "CLIENT_ERROR control character in command line\r\n";
  private static final String TOO_LONG = "CLIENT_ERROR line too long\r\n";
  private static final String TOO_LARGE = "SERVER_ERROR object too large for cache\r\n";
  private static final String DUPLICATE = "CLIENT_ERROR duplicate flag\r\n";
  private static final String UNDECODABLE = "CLIENT_ERROR error decoding key\r\n";
  private static final String INVALID_FLAG = "CLIENT_ERROR invalid or duplicate flag\r\n";

  /** What follows must be found in any case. */
  private static final String NEXT = "get next\r\n";

  private static final Found FOUND_NEXT = Found.request(NEXT, MemcachedCommand.GET, "next");

  static Stream<Arguments> requests() {
    return Stream.of(
        request("get k\r\n", MemcachedCommand.GET, "k"),
        request("get k\n", MemcachedCommand.GET, "k"),
        request(
            "  get   a  b \u00ff\u0080 a  \r\n",
            MemcachedCommand.GET,
            "a",
            "b",
            "\u00ff\u0080",
            "a"),
        request("get noreply\r\n", MemcachedCommand.GET, "noreply"),
        request("get " + KEY_250 + "\r\n", MemcachedCommand.GET, KEY_250),
        request(
            "gets 12345678 1234567 123456789\r\n",
            MemcachedCommand.GETS,
            "12345678",
            "1234567",
            "123456789"),
        request("gat 10 a b\r\n", MemcachedCommand.GAT, "a", "b"),
        request("gats -1 a\r\n", MemcachedCommand.GATS, "a"),
        request("gat +1 a\r\n", MemcachedCommand.GAT, "a"),
        request("set k 0 0 0\r\n\r\n", MemcachedCommand.SET, "k"),
        request("set k 4294967295 -2147483648 6\r\na\r\n\0bc\r\n", MemcachedCommand.SET, "k"),
        request("set k 0 2147483647 03 garbage\nabc\r\n", MemcachedCommand.SET, "k"),
        request("add k 0 0 1\r\nv\r\n", MemcachedCommand.ADD, "k"),
        request("replace k 0 0 1\r\nv\r\n", MemcachedCommand.REPLACE, "k"),
        request("append k 0 0 1\r\nv\r\n", MemcachedCommand.APPEND, "k"),
        request("prepend k 0 0 1\r\nv\r\n", MemcachedCommand.PREPEND, "k"),
        request("cas k 0 0 1 0\r\nv\r\n", MemcachedCommand.CAS, "k"),
        request("cas k 0 0 1 18446744073709551615\r\nv\r\n", MemcachedCommand.CAS, "k"),
        request("cas k 0 0 1 9999999999999999999\r\nv\r\n", MemcachedCommand.CAS, "k"),
        request("incr k 1\r\n", MemcachedCommand.INCR, "k"),
        request("decr k x\r\n", MemcachedCommand.DECR, "k"),
        request("delete k\r\n", MemcachedCommand.DELETE, "k"),
        request("delete k 0\r\n", MemcachedCommand.DELETE, "k"),
        request("delete noreply\r\n", MemcachedCommand.DELETE, "noreply"),
        request("touch k -1\r\n", MemcachedCommand.TOUCH, "k"),
        request("flush_all\r\n", MemcachedCommand.FLUSH_ALL),
        request("flush_all 10\r\n", MemcachedCommand.FLUSH_ALL),
        request("flush_all noreply 10\r\n", MemcachedCommand.FLUSH_ALL),
        request("stats\r\n", MemcachedCommand.STATS),
        request("stats noreply\r\n", MemcachedCommand.STATS),
        request("verbosity 1\r\n", MemcachedCommand.VERBOSITY),
        request("version\r\n", MemcachedCommand.VERSION),
        request("version x\r\n", MemcachedCommand.VERSION),
        request("quit\r\n", MemcachedCommand.QUIT),
        request("mn\r\n", MemcachedCommand.MN),
        request("mg k v\r\n", MemcachedCommand.MG, "k"),
        request("mg k v v !\r\n", MemcachedCommand.MG, "k"),
        request("ms k 3 T0\r\nabc\r\n", MemcachedCommand.MS, "k"),
        request("md k\r\n", MemcachedCommand.MD, "k"),
        request("ma k\r\n", MemcachedCommand.MA, "k"),
        request("me k q q b\r\n", MemcachedCommand.ME, "k"),
        request("me a* bx\r\n", MemcachedCommand.ME, "a*"),
        request("mg k " + "f ".repeat(17) + "\r\n", MemcachedCommand.MG, "k"));
  }

  private static Arguments request(String wire, MemcachedCommand command, String... keys) {
    return Arguments.of(wire, command, List.of(keys));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void findsTheCommandTheKeysAndTheEnd(String wire, MemcachedCommand command, List<String> keys) {
    assertFound(wire, Found.request(wire, command, keys));
  }

  static Stream<Arguments> silentRequests() {
    return Stream.of(
        Arguments.of("set k 0 0 1 noreply\r\nv\r\n", "set k 0 0 1\r\nv\r\n"),
        Arguments.of("set k 0 0 1   noreply  \r\nv\r\n", "set k 0 0 1  \r\nv\r\n"),
        Arguments.of("cas k 0 0 1 2 noreply\nv\r\n", "cas k 0 0 1 2\nv\r\n"),
        Arguments.of("incr k 1 noreply\r\n", "incr k 1\r\n"),
        Arguments.of("incr k noreply\r\n", "incr k\r\n"),
        Arguments.of("touch k 1 noreply\r\n", "touch k 1\r\n"),
        Arguments.of("delete k noreply\r\n", "delete k\r\n"),
        Arguments.of("delete k 0 noreply\r\n", "delete k 0\r\n"),
        Arguments.of("flush_all noreply\r\n", "flush_all\r\n"),
        Arguments.of("flush_all 0 noreply\r\n", "flush_all 0\r\n"),
        Arguments.of("verbosity 1 noreply\r\n", "verbosity 1\r\n"),
        Arguments.of("mg k q\r\n", "mg k\r\n"),
        Arguments.of("mg k v q k\r\n", "mg k v k\r\n"),
        Arguments.of("mg k v  quick k\r\n", "mg k v k\r\n"),
        Arguments.of("mg k q" + "x".repeat(300) + " v\r\n", "mg k v\r\n"),
        Arguments.of("ms k 1 q\r\nq\r\n", "ms k 1\r\nq\r\n"),
        Arguments.of("md k q O1\r\n", "md k O1\r\n"),
        Arguments.of("ma k q\r\n", "ma k\r\n"));
  }

  @ParameterizedTest
  @MethodSource("silentRequests")
  void whatSilencesAServerIsNotForwarded(String wire, String forwarded) {
    var all = MemcachedRequestFeed.whole(wire + NEXT);

    assertThat(all).hasSize(2).last().isEqualTo(FOUND_NEXT);
    assertThat(all.getFirst().silent()).isTrue();
    assertThat(all.getFirst().forwarded()).isEqualTo(forwarded);
    assertThat(MemcachedRequestFeed.byteByByte(wire + NEXT)).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete k noreply noreply\r\n",
        "incr k noreply noreply\r\n",
        "touch k noreply noreply\r\n",
        "flush_all noreply noreply\r\n",
        "verbosity noreply noreply\r\n",
        "set k 0 0 noreply noreply\r\n",
        "set k 0 0 noreply\r\n",
        "set k x 0 3 noreply\r\n",
        "cas k 0 0 3 noreply\r\n",
        "set k 0 0 -1 noreply\r\n",
        "set k 0 0 1 noreply\r\nabc",
        "incr k\t 1 noreply\r\n"
      })
  void anErrorWithoutReplyIsKeptQuiet(String wire) {
    assertFound(wire, Found.rejected(wire, ""));
  }

  @Test
  void aLongKeyWithoutReplyIsAnErrorKeptQuiet() {
    String wire = "set " + KEY_251 + " 0 0 3 noreply\r\n";

    assertFound(wire, Found.rejected(wire, ""));
  }

  @Test
  void deletingTheKeyNoreplyQuietlyIsNoError() {
    String wire = "delete noreply noreply\r\n";

    assertFound(
        wire,
        Found.request(wire, MemcachedCommand.DELETE, "noreply").silentAs("delete noreply\r\n"));
  }

  static Stream<Arguments> rejectedLines() {
    return Stream.of(
        Arguments.of("", ERROR),
        Arguments.of("   ", ERROR),
        Arguments.of("x", ERROR),
        Arguments.of("GET k", ERROR),
        Arguments.of("get2 k", ERROR),
        Arguments.of("bget k", ERROR),
        Arguments.of("flush_all2", ERROR),
        Arguments.of("shutdown", ERROR),
        Arguments.of("get\tk", ERROR),
        Arguments.of("get", ERROR),
        Arguments.of("gets ", ERROR),
        Arguments.of("gat", ERROR),
        Arguments.of("gat 10", "END\r\n"),
        Arguments.of("gat x", "CLIENT_ERROR invalid exptime argument\r\n"),
        Arguments.of("gats 1.5 k", "CLIENT_ERROR invalid exptime argument\r\n"),
        Arguments.of("get " + KEY_251, BAD_FORMAT),
        Arguments.of("get a " + KEY_251 + " b", BAD_FORMAT),
        Arguments.of("gat 1 a " + KEY_251 + " b", BAD_FORMAT),
        Arguments.of("set k 0 0", ERROR),
        Arguments.of("set k 0 0 3 noreply x", ERROR),
        Arguments.of("cas k 0 0 3", ERROR),
        Arguments.of("cas k 0 0 3 4 noreply x", ERROR),
        Arguments.of("set " + KEY_251 + " 0 0 3", BAD_FORMAT),
        Arguments.of("set k -1 0 3", BAD_FORMAT),
        Arguments.of("set k a 0 3", BAD_FORMAT),
        Arguments.of("set k 0 - 3", BAD_FORMAT),
        Arguments.of("set k 0 1.5 3", BAD_FORMAT),
        Arguments.of("set k 0 0 3x", BAD_FORMAT),
        Arguments.of("set k 0 0 -1", BAD_FORMAT),
        Arguments.of("set k 0 0 +3", BAD_FORMAT),
        Arguments.of("set k 0 0 3\t", BAD_FORMAT),
        Arguments.of("set k 0 0 2147483646", BAD_FORMAT),
        Arguments.of("set k 0 0 4294967299", BAD_FORMAT),
        Arguments.of("set k 0 0 18446744073709551619", BAD_FORMAT),
        Arguments.of("set k 4294967296 0 x", BAD_FORMAT),
        Arguments.of("cas k 0 0 3 x", BAD_FORMAT),
        Arguments.of("cas k 0 0 3 -1", BAD_FORMAT),
        Arguments.of("incr k", ERROR),
        Arguments.of("incr k 1 2 3", ERROR),
        Arguments.of("incr " + KEY_251 + " 1", BAD_FORMAT),
        Arguments.of("touch k", ERROR),
        Arguments.of("delete", ERROR),
        Arguments.of("delete a b c d", ERROR),
        Arguments.of("delete " + KEY_251, BAD_FORMAT),
        Arguments.of("flush_all 1 2 3", ERROR),
        Arguments.of("verbosity", ERROR),
        Arguments.of("verbosity 1 2 3", ERROR),
        Arguments.of("mx", ERROR),
        Arguments.of("mg", ERROR),
        Arguments.of("me", BAD_FORMAT),
        Arguments.of("mg " + KEY_251, BAD_FORMAT),
        Arguments.of("me " + KEY_251, BAD_FORMAT),
        Arguments.of("ms " + KEY_251 + " 3", BAD_FORMAT),
        Arguments.of("ms k", BAD_FORMAT),
        Arguments.of("ms k x", BAD_FORMAT),
        Arguments.of("ms k -1", BAD_FORMAT),
        Arguments.of("ms k 2147483646", BAD_FORMAT),
        Arguments.of("mg k" + " f".repeat(18), "CLIENT_ERROR options flags are too long\r\n"),
        Arguments.of("ms k 3" + " f".repeat(17), "CLIENT_ERROR options flags too long\r\n"),
        Arguments.of("md k" + " f".repeat(18), "CLIENT_ERROR options flags too long\r\n"),
        Arguments.of("mg k q q", DUPLICATE),
        Arguments.of("mg k q quick", DUPLICATE),
        Arguments.of("md k q q", INVALID_FLAG),
        Arguments.of("ma k q v q", INVALID_FLAG),
        Arguments.of("get a\tb", CONTROL),
        Arguments.of("get a\0b", CONTROL),
        Arguments.of("get a\rb", CONTROL),
        Arguments.of("get a\r\r", CONTROL),
        Arguments.of("get a\u007fb", CONTROL),
        Arguments.of("delete k\0", CONTROL),
        Arguments.of("touch k 0 noreply\0", CONTROL),
        Arguments.of("stats a\0", CONTROL),
        Arguments.of("stats sizes_enable", "ERROR\r\n"),
        Arguments.of("mg k O\u0001", CONTROL),
        Arguments.of("me k O\u0001", CONTROL));
  }

  @ParameterizedTest
  @MethodSource("rejectedLines")
  void whatNoServerShouldSeeIsAnsweredHere(String line, String reply) {
    assertFound(line + "\r\n", Found.rejected(line + "\r\n", reply));
    assertFound(line + "\n", Found.rejected(line + "\n", reply));
  }

  static Stream<Arguments> rejectedWithBlock() {
    return Stream.of(
        Arguments.of("set k 0 0 2\r\nabc\r", BAD_CHUNK),
        Arguments.of("set k 0 0 2\r\nab\n\r", BAD_CHUNK),
        Arguments.of("set k 0 0 2\r\nab\r\r", BAD_CHUNK),
        Arguments.of("set k 0 0 0\r\nab", BAD_CHUNK),
        Arguments.of("ms k 2 q\r\nabcd", BAD_CHUNK),
        Arguments.of("set a\tb 0 0 3\r\nabc\r\n", CONTROL),
        Arguments.of("set a\0b 0 0 3\r\nabc\r\n", CONTROL),
        Arguments.of("ms k 3 O\u0001\r\nabc\r\n", CONTROL),
        Arguments.of("set k 4294967296 0 3\r\nabc\r\n", BAD_FORMAT),
        Arguments.of("set k +1 0 3\r\nabc\r\n", BAD_FORMAT),
        Arguments.of("set k 0 2147483648 3\r\nabc\r\n", BAD_FORMAT),
        Arguments.of("set k 0 -2147483649 3\r\nabc\r\n", BAD_FORMAT),
        Arguments.of("cas k 0 0 3 18446744073709551616\r\nabc\r\n", BAD_FORMAT),
        Arguments.of("cas k 0 0 3 +1\r\nabc\r\n", BAD_FORMAT),
        Arguments.of("ms k 3 q q\r\nabc\r\n", DUPLICATE),
        Arguments.of("ms a*b 3 b\r\nabc\r\n", UNDECODABLE));
  }

  @ParameterizedTest
  @MethodSource("rejectedWithBlock")
  void theBlockOfARejectedRequestIsSwallowed(String wire, String reply) {
    assertFound(wire, Found.rejected(wire, reply));
  }

  @ParameterizedTest
  @ValueSource(strings = {"YQ==", "YWI=", "YWJj", "YR==", "+/+/", "YWJjYQ=="})
  void aBase64KeyIsPassedOnAsItIs(String key) {
    for (String wire : List.of("mg " + key + " b\r\n", "mg " + key + " v bx\r\n")) {
      assertFound(wire, Found.request(wire, MemcachedCommand.MG, key).withBase64Key());
    }
    String me = "me " + key + " b\r\n";
    assertFound(me, Found.request(me, MemcachedCommand.ME, key).withBase64Key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "YQ=",
        "YQ===",
        "====",
        "Y===",
        "Y=Q=",
        "YQ==YQ==",
        "YQ==*",
        "a*bc",
        "Y-_Q",
        "\u00ff\u00ff\u00ff\u00ff"
      })
  void aKeyThatIsNoBase64IsRefused(String key) {
    String get = "mg " + key + " b\r\n";
    String delete = "md " + key + " q b\r\n";
    String debug = "me " + key + " b\r\n";

    assertFound(get, Found.rejected(get, UNDECODABLE));
    assertFound(delete, Found.rejected(delete, INVALID_FLAG));
    assertFound(debug, Found.rejected(debug, BAD_FORMAT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "POST /x HTTP/1.0\r\n", "HTTP/1.1\r\n"})
  void browsersAreNotListenedTo(String wire) {
    assertThat(MemcachedRequestFeed.whole(NEXT + wire + NEXT))
        .containsExactly(FOUND_NEXT, Found.fatal(""));
  }

  @Test
  void theBinaryProtocolEndsTheConversationBeforeItStarts() {
    assertThat(MemcachedRequestFeed.byteByByte("\u0080" + NEXT)).containsExactly(Found.fatal(""));

    var parser = new MemcachedRequestParser(250, 1 << 30);
    assertThat(parser.parse(WireText.buffer("\u0080"), 0)).isEqualTo(Result.FATAL);
    assertThat(parser.isBinaryProtocol()).isTrue();
  }

  @Test
  void onlyTheFirstByteOfAConnectionCanBeBinary() {
    assertThat(MemcachedRequestFeed.byteByByte(NEXT + "\u0080x\r\n"))
        .containsExactly(FOUND_NEXT, Found.rejected("\u0080x\r\n", ERROR));
  }

  @Test
  void aLineMayHave2048Bytes() {
    String longest = line("touch k ", 2048);
    String tooLong = line("touch k ", 2049);

    assertFound(longest, Found.request(longest, MemcachedCommand.TOUCH, "k"));
    for (String wire :
        List.of(tooLong, line("gat 0 ", 2049), " ".repeat(101) + line("get ", 2048))) {
      assertThat(MemcachedRequestFeed.whole(NEXT + wire))
          .containsExactly(FOUND_NEXT, Found.fatal(TOO_LONG));
      assertThat(MemcachedRequestFeed.byteByByte(NEXT + wire))
          .containsExactly(FOUND_NEXT, Found.fatal(TOO_LONG));
    }
  }

  private static String line(String start, int length) {
    return start + "1".repeat(length - start.length() - 2) + "\r\n";
  }

  @Test
  void manyKeysMayHaveManyBytes() {
    List<String> keys = Collections.nCopies(100_000, "a key".replace(' ', '-'));
    String wire = " ".repeat(100) + "gets " + String.join(" ", keys) + "\r\n";

    assertThat(MemcachedRequestFeed.whole(wire + NEXT))
        .containsExactly(Found.request(wire, MemcachedCommand.GETS, keys), FOUND_NEXT);
  }

  @Test
  void theLongestLineOfKeysHas16Megabytes() {
    int max = 16 * 1024 * 1024;
    String longest = "get" + " k".repeat((max - 4) / 2) + "\n";
    String tooLong = "get" + " k".repeat((max - 4) / 2) + " \n";
    assertThat(longest).hasSize(max);

    var parser = new MemcachedRequestParser(250, 1 << 30);
    assertThat(parser.parse(WireText.buffer(longest), 0)).isEqualTo(Result.REQUEST);
    assertThat(parser.keys()).isEqualTo((max - 4) / 2);
    assertThat(parser.keyOffset(parser.keys() - 1)).isEqualTo(max - 2);
    parser.reset();
    assertThat(parser.parse(WireText.buffer(tooLong), 0)).isEqualTo(Result.FATAL);
    assertThat(WireText.text(parser.rejection())).isEqualTo(TOO_LONG);
  }

  @Test
  void garbageIsGivenUpSoon() {
    long seed = 20261121;
    var random = new Random(seed);
    var garbage = new StringBuilder("x");
    for (int i = 0; i < 1024 * 1024; i++) {
      char c = (char) random.nextInt(256);
      garbage.append(c == '\n' ? ' ' : c);
    }

    assertThat(MemcachedRequestFeed.inChunks(garbage.toString(), 16384))
        .as("seed %d", seed)
        .containsExactly(Found.fatal(TOO_LONG));
  }

  @Test
  void aBlockMayHaveOneGigabyte() {
    var parser = new MemcachedRequestParser(250, 1 << 30);
    String start = "set k 0 0 1073741824\r\n";

    assertThat(parser.parse(WireText.buffer(start), 0)).isEqualTo(Result.INCOMPLETE);
    assertThat(parser.position()).isEqualTo(start.length() + 1024 * 1024 * 1024);
    assertThat(parser.isRejecting()).isFalse();
    assertThat(parser.parse(WireText.buffer("\r\n"), parser.position())).isEqualTo(Result.REQUEST);

    assertThat(MemcachedRequestFeed.whole("set k 0 0 1073741825\r\n"))
        .containsExactly(Found.fatal(TOO_LARGE));
    assertThat(MemcachedRequestFeed.whole("ms k 2147483645\r\n"))
        .containsExactly(Found.fatal(TOO_LARGE));
  }

  @Test
  void aLargerBlockThanThePoolAllowsIsSwallowed() {
    var parser = new MemcachedRequestParser(3, 5000);

    assertThat(parse(parser, "set k 0 0 5000\r\n" + "x".repeat(5000) + "\r\n"))
        .isEqualTo(Result.REQUEST);
    for (String start : List.of("set k 0 0 5001\r\n", "ms k 5001\r\n")) {
      assertThat(parse(parser, start)).isEqualTo(Result.INCOMPLETE);
      assertThat(parser.isRejecting()).isTrue();
      assertThat(parse(parser, start + "x".repeat(5001) + "\r\n")).isEqualTo(Result.REJECTED);
      assertThat(new String(parser.rejection(), ISO_8859_1)).isEqualTo(TOO_LARGE);
    }
  }

  @Test
  void keysAndTheirLinesMayHaveAsManyBytesAsThePoolAllows() {
    var parser = new MemcachedRequestParser(3, 5000);

    assertThat(parse(parser, "get abc\r\n")).isEqualTo(Result.REQUEST);
    assertThat(parse(parser, "get abcd\r\n")).isEqualTo(Result.REJECTED);
    assertThat(parse(parser, "delete abcd\r\n")).isEqualTo(Result.REJECTED);
    assertThat(parse(parser, "get" + " k".repeat(2400) + "\r\n")).isEqualTo(Result.REQUEST);
    assertThat(parse(parser, "get" + " k".repeat(2500) + "\r\n")).isEqualTo(Result.FATAL);
  }

  private static Result parse(MemcachedRequestParser parser, String wire) {
    parser.reset();
    return parser.parse(WireText.buffer(wire), 0);
  }

  @Test
  void aRejectedBlockIsReadToItsEndWithoutKeepingIt() {
    String rejected = "set a\tb 0 0 3000000\r\n" + "x".repeat(3_000_000) + "\r\n";

    assertThat(MemcachedRequestFeed.inChunks(rejected + NEXT, 10_000))
        .containsExactly(Found.rejected(rejected, CONTROL), FOUND_NEXT);
  }

  @Test
  void aLineStaysInOnePieceUntilItsEndIsThere() {
    var parser = new MemcachedRequestParser(250, 1 << 30);
    String keys = "get " + "key ".repeat(5000);

    assertThat(parser.parse(WireText.buffer(keys), 0)).isEqualTo(Result.INCOMPLETE);
    assertThat(parser.position()).isZero();
  }

  @Test
  void argumentsAreWhatStandsBehindTheName() {
    assertThat(arguments("stats\r\n")).isEmpty();
    assertThat(arguments(" stats  \r\n")).isEmpty();
    assertThat(arguments("stats  settings \r\n")).isEqualTo("settings");
    assertThat(arguments("stats detail  on\n")).isEqualTo("detail  on");
    assertThat(arguments("stats " + "x".repeat(1000) + "\n")).hasSize(1000);
    assertThat(arguments("gat 10 a\r\n")).isEqualTo("10 a");
    assertThat(arguments("flush_all 10 noreply\r\n")).isEqualTo("10 noreply");
  }

  private static String arguments(String line) {
    var parser = new MemcachedRequestParser(250, 1 << 30);
    assertThat(parser.parse(WireText.buffer(line), 0)).isEqualTo(Result.REQUEST);
    assertThat(parser.lineLength()).isEqualTo(line.length());
    return line.substring(parser.argumentsOffset(), parser.argumentsEnd());
  }

  @Test
  void aMegabyteByteByByteCostsLinearTime() {
    String value = "set k 0 0 1048576\r\n" + "v".repeat(1024 * 1024) + "\r\n";
    String keys = "get" + " key".repeat(250_000) + "\r\n";
    String blanks = "get " + " ".repeat(1_000_000) + "k\r\n";

    assertTimeout(LINEAR, () -> assertThat(byteByByte(value)).isEqualTo(Result.REQUEST));
    assertTimeout(LINEAR, () -> assertThat(byteByByte(keys)).isEqualTo(Result.REQUEST));
    assertTimeout(LINEAR, () -> assertThat(byteByByte(blanks)).isEqualTo(Result.REQUEST));
  }

  /** Without a receive buffer, whose own cost is not asked about. */
  private static Result byteByByte(String wire) {
    var parser = new MemcachedRequestParser(250, 1 << 30);
    var in = WireText.buffer(wire);
    Result result = Result.INCOMPLETE;
    for (int to = 1; to <= wire.length() && result == Result.INCOMPLETE; to++) {
      result = parser.parse(in.writerIndex(to), 0);
    }
    assertThat(parser.length()).isEqualTo(wire.length());
    return result;
  }

  private static void assertFound(String wire, Found expected) {
    assertThat(MemcachedRequestFeed.whole(wire + NEXT)).containsExactly(expected, FOUND_NEXT);
    assertThat(MemcachedRequestFeed.byteByByte(wire + NEXT)).containsExactly(expected, FOUND_NEXT);
  }
}
