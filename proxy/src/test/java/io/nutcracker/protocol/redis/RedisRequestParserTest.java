// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.nutcracker.protocol.redis.RedisRequestParser.Result;
import io.nutcracker.protocol.redis.RequestFeed.Found;
import java.time.Duration;
import java.util.ArrayList;
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
class RedisRequestParserTest {
  /** Far more than linear cost needs on a busy machine; quadratic cost would take many minutes. */
  private static final Duration LINEAR = Duration.ofSeconds(30);

  @Test
  void findsTheCommandTheKeyAndTheEndOfEachRequest() {
    String set = Wire.array("SET", "key", "value");
    String get = Wire.array("get", "");

    assertThat(RequestFeed.whole(set + get))
        .containsExactly(
            Found.request(set, RedisCommand.SET, "key"), Found.request(get, RedisCommand.GET, ""));
  }

  @Test
  void saysWhetherSeveralServersMayBeConcerned() {
    assertThat(hasSeveralKeys(Wire.array("MGET", "a"))).isFalse();
    assertThat(hasSeveralKeys(Wire.array("MGET", "a", "b"))).isTrue();
    assertThat(hasSeveralKeys(Wire.array("MSET", "a", "1"))).isFalse();
    assertThat(hasSeveralKeys(Wire.array("MSET", "a", "1", "b", "2"))).isTrue();
    assertThat(hasSeveralKeys(Wire.array("SINTER", "a", "b"))).isFalse();
  }

  private static boolean hasSeveralKeys(String wire) {
    var parser = new RedisRequestParser(64, 1 << 30, CustomCommands.NONE);
    assertThat(parser.parse(Wire.buffer(wire), 0)).isEqualTo(Result.REQUEST);
    return parser.hasSeveralKeys();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*0\r\n", "*-1\r\n", "*-999999999999999999\r\n"})
  void anArrayWithoutElementsAsksForNothing(String wire) {
    String ping = Wire.array("PING");

    assertThat(RequestFeed.whole(wire + ping))
        .containsExactly(Found.empty(wire), Found.request(ping, RedisCommand.PING, null));
  }

  static Stream<Arguments> brokenRequests() {
    String count = "invalid multibulk length";
    String length = "invalid bulk length";
    String end = "expected CR LF at the end of a bulk string";
    return Stream.of(
        Arguments.of("*2147483648\r\n", count),
        Arguments.of("*99999999999999999999\r\n", count),
        Arguments.of("*1111111111111111111", count), // its end does not matter any more
        Arguments.of("*\r\n", count),
        Arguments.of("*-\r\n", count),
        Arguments.of("*-0\r\n", count),
        Arguments.of("*+1\r\n", count),
        Arguments.of("*01\r\n", count),
        Arguments.of("*1 \r\n", count),
        Arguments.of("*x\r\n", count),
        Arguments.of("*1\n", count),
        Arguments.of("*1\r$4\r\n", count),
        Arguments.of("*1\r\n$-1\r\n", length),
        Arguments.of("*1\r\n$-0\r\n", length),
        Arguments.of("*1\r\n$+4\r\nPING\r\n", length),
        Arguments.of("*1\r\n$04\r\nPING\r\n", length),
        Arguments.of("*1\r\n$\r\n\r\n", length),
        Arguments.of("*1\r\n$4\nPING\r\n", length),
        Arguments.of("*1\r\n$536870913\r\n", length),
        Arguments.of("*1\r\n$4294967300\r\n", length),
        Arguments.of("*1\r\n$18446744073709551620\r\n", length),
        Arguments.of("*1\r\nPING\r\n", "expected '$', got 'P'"),
        Arguments.of("*1\r\n:4\r\n", "expected '$', got ':'"),
        Arguments.of("*1\r\n\r\n", "expected '$', got ' '"),
        Arguments.of("*1\r\n*1\r\n$4\r\nPING\r\n", "expected '$', got '*'"),
        Arguments.of("*2\r\n$3\r\nGET\r\n*1\r\n$1\r\nk\r\n", "expected '$', got '*'"),
        Arguments.of("*2\r\n$3\r\nGET\r\n\u00ff1\r\nk\r\n", "expected '$', got '\u00ff'"),
        Arguments.of("*1\r\n$3\r\nPING\r\n", end),
        Arguments.of("*1\r\n$5\r\nPING\r\n*", end),
        Arguments.of("*1\r\n$4\r\nPING\n\r", end),
        Arguments.of("*1\r\n$4\r\nPING\r\r", end),
        Arguments.of("*2\r\n$3\r\nGET\r\n$1\r\nkkk\r\n", end));
  }

  @ParameterizedTest
  @MethodSource("brokenRequests")
  void brokenRequestsEndTheConversation(String wire, String error) {
    String ping = Wire.array("PING");
    var expected =
        List.of(Found.request(ping, RedisCommand.PING, null), Found.protocolError(error));

    assertThat(RequestFeed.whole(ping + wire + ping)).isEqualTo(expected);
    assertThat(RequestFeed.byteByByte(ping + wire + ping)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "post", "Host:", "hOST:"})
  void browsersAreNotListenedTo(String name) {
    assertThat(RequestFeed.whole(Wire.array(name, "/", "HTTP/1.1")))
        .containsExactly(Found.protocolError("this is not an HTTP server"));
  }

  @Test
  void aBulkStringMayHave512MegabytesAndARequestOneGigabyte() {
    var parser = new RedisRequestParser(64, 1 << 30, CustomCommands.NONE);
    String start = "*4\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\n";

    assertThat(parser.parse(Wire.buffer(start), 0)).isEqualTo(Result.INCOMPLETE);
    assertThat(parser.position()).isEqualTo(start.length() + 512 * 1024 * 1024);

    var next = Wire.buffer("\r\n$536870912\r\n");
    assertThat(parser.parse(next, parser.position())).isEqualTo(Result.PROTOCOL_ERROR);
    assertThat(parser.rejection())
        .isEqualTo("ERR Protocol error: request larger than 1073741824 bytes");
  }

  @Test
  void aRequestMayHaveAsManyBytesAsThePoolAllows() {
    var parser = new RedisRequestParser(64, 5000, CustomCommands.NONE);
    String start = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$";

    assertThat(parser.parse(Wire.buffer(start + "4900\r\n"), 0)).isEqualTo(Result.INCOMPLETE);
    parser.reset();
    assertThat(parser.parse(Wire.buffer(start + "4990\r\n"), 0)).isEqualTo(Result.PROTOCOL_ERROR);
    assertThat(parser.rejection()).isEqualTo("ERR Protocol error: request larger than 5000 bytes");
    parser.reset();
    assertThat(parser.parse(Wire.buffer("x".repeat(5001)), 0)).isEqualTo(Result.PROTOCOL_ERROR);
    assertThat(parser.rejection()).isEqualTo("ERR Protocol error: too big inline request");
  }

  @Test
  void whoHasNotAuthenticatedMaySendLittle() {
    var elements = new ArrayList<>(Collections.nCopies(10, "a"));
    String ten = Wire.array(elements);
    elements.add("a");
    String full = Wire.array("AUTH", "p".repeat(16384));

    assertThat(RequestFeed.unauthenticated(ten))
        .extracting(Found::result)
        .containsExactly(Result.REJECTED);
    assertThat(RequestFeed.unauthenticated(Wire.array(elements)))
        .containsExactly(Found.protocolError("unauthenticated multibulk length"));
    assertThat(RequestFeed.unauthenticated(full))
        .extracting(Found::result)
        .containsExactly(Result.REQUEST);
    assertThat(RequestFeed.unauthenticated(Wire.array("AUTH", "p".repeat(16385))))
        .containsExactly(Found.protocolError("unauthenticated bulk length"));
  }

  @Test
  void aLineMayHave64KilobytesBeforeItsEnd() {
    String longest = "x".repeat(64 * 1024);

    assertThat(RequestFeed.inChunks(longest, 5000)).isEmpty();
    assertThat(RequestFeed.inChunks(longest + "\n", 5000))
        .containsExactly(Found.inline(longest + "\n"));
    assertThat(RequestFeed.inChunks(longest + "x", 5000))
        .containsExactly(Found.protocolError("too big inline request"));
  }

  @Test
  void garbageIsGivenUpSoon() {
    long seed = 20261121;
    var random = new Random(seed);
    var garbage = new StringBuilder("x");
    for (int i = 0; i < 10 * 1024 * 1024; i++) {
      char c = (char) random.nextInt(256);
      garbage.append(c == '\n' ? ' ' : c);
    }

    assertThat(RequestFeed.inChunks(garbage.toString(), 16384))
        .as("seed %d", seed)
        .containsExactly(Found.protocolError("too big inline request"));
  }

  @Test
  void aKeyLongerThanTheLimitIsRejected() {
    String longest = "k".repeat(64);
    String tooLong = "k".repeat(65);
    String text = "ERR key of 65 bytes is longer than the limit of 64";

    assertAccepted(Wire.array("GET", longest));
    assertAccepted(Wire.array("ECHO", tooLong)); // no key
    assertAccepted(Wire.array("SET", "k", tooLong)); // a value
    assertAccepted(Wire.array("MSET", "k", tooLong, "k", tooLong)); // values
    assertAccepted(Wire.array("SINTER", "k", tooLong)); // not checked
    assertRejected(Wire.array("GET", tooLong), text);
    assertRejected(Wire.array("MGET", "k", tooLong, "k"), text);
    assertRejected(Wire.array("MSET", "k", "v", tooLong, "v"), text);
    assertRejected(Wire.array("EVAL", "return 1", "1", tooLong), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "01", "999999999999999999"})
  void aScriptGoesWhereItsFirstKeyLives(String keys) {
    String wire = Wire.array("EVALSHA", "sha", keys, "key", "argument");

    assertThat(RequestFeed.byteByByte(wire))
        .containsExactly(Found.request(wire, RedisCommand.EVALSHA, "key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1x", " 1", "one", "1111111111111111111", "1\r\n"})
  void aScriptsNumberOfKeysMustBeANumber(String keys) {
    assertRejected(
        Wire.array("EVAL", "return 1", keys, "key"), "ERR value is not an integer or out of range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "000000000000000000"})
  void aScriptNeedNotHaveKeys(String keys) {
    String wire = Wire.array("EVAL", "return 1", keys, "argument");

    assertThat(RequestFeed.byteByByte(wire))
        .containsExactly(Found.request(wire, RedisCommand.EVAL, null));
  }

  @Test
  void anUnknownCommandIsRepeatedWithTheStartOfItsArguments() {
    assertUnknown(List.of("nope"), "nope", "");
    assertUnknown(List.of(""), "", "");
    assertUnknown(List.of("nope", "a", "", "b c"), "nope", "'a' '' 'b c' ");
  }

  @Test
  void ofAnUnknownCommandNoMoreThan128BytesAreRepeated() {
    String word = "w".repeat(128);

    assertUnknown(List.of(word + "more", word + "more", "more"), word, "'" + word + "' ");
    assertUnknown(
        List.of("nope", "a".repeat(100), "b".repeat(100), "c"),
        "nope",
        "'" + "a".repeat(100) + "' '" + "b".repeat(25) + "' ");
  }

  @Test
  void anErrorStaysOneLineWhateverTheNameHolds() {
    assertUnknown(List.of("a\r\nb", "c\r\nd"), "a  b", "'c  d' ");
    assertUnknown(List.of("a\0b", "c\0d", "e"), "a", "'c' 'e' ");
    assertUnknown(List.of("\u00ff", "\u0080"), "\u00ff", "'\u0080' ");
  }

  @Test
  void aRejectedRequestIsReadToItsEndWithoutKeepingIt() {
    String rejected = Wire.array("nope", "x".repeat(3_000_000), "y");
    String ping = Wire.array("PING");

    assertThat(RequestFeed.inChunks(rejected + ping, 10_000))
        .containsExactly(
            Found.rejected(
                rejected,
                "ERR unknown command 'nope', with args beginning with: '" + "x".repeat(128) + "' "),
            Found.request(ping, RedisCommand.PING, null));
  }

  @Test
  void aMegabyteByteByByteCostsLinearTime() {
    String value = Wire.array("SET", "k", "v".repeat(1024 * 1024));
    String keys = Wire.array(Collections.nCopies(100_000, "mget"));
    String line = "x".repeat(65_000) + "\r\n";

    assertTimeout(LINEAR, () -> assertThat(RequestFeed.byteByByte(value)).hasSize(1));
    assertTimeout(LINEAR, () -> assertThat(RequestFeed.byteByByte(keys)).hasSize(1));
    assertTimeout(LINEAR, () -> assertThat(RequestFeed.byteByByte(line)).hasSize(1));
  }

  private static void assertAccepted(String wire) {
    assertThat(RequestFeed.whole(wire)).extracting(Found::result).containsExactly(Result.REQUEST);
  }

  private static void assertRejected(String wire, String rejection) {
    assertThat(RequestFeed.whole(wire)).containsExactly(Found.rejected(wire, rejection));
    assertThat(RequestFeed.byteByByte(wire)).containsExactly(Found.rejected(wire, rejection));
  }

  private static void assertUnknown(List<String> request, String name, String arguments) {
    assertRejected(
        Wire.array(request),
        "ERR unknown command '" + name + "', with args beginning with: " + arguments);
  }
}
