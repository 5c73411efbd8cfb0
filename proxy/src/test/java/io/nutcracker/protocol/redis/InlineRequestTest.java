// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are split into words as Redis' {@code sdssplitargs} does it. */
class InlineRequestTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

  @AfterEach
  void noBufferIsLeft() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("PING", List.of("PING")),
        Arguments.of("SET k v", List.of("SET", "k", "v")),
        Arguments.of(" \t SET \u000b\f k   v \t", List.of("SET", "k", "v")),
        Arguments.of("a\rb", List.of("a", "b")),
        // Only at the start of a word are these white space.
        Arguments.of("a\u000bb\fc", List.of("a\u000bb\fc")),
        Arguments.of("GET \u00e4\u00ff", List.of("GET", "\u00e4\u00ff")),
        Arguments.of("*", List.of("*")),
        // Double quotes.
        Arguments.of("SET \"a key\" \"\"", List.of("SET", "a key", "")),
        Arguments.of("\"\\n\\r\\t\\b\\a\\\\\\\"\\q\"", List.of("\n\r\t\b\u0007\\\"q")),
        Arguments.of("\"\\x00\\xfF\\x41\"", List.of("\0\u00ffA")),
        Arguments.of("\"\\x4\\xg1\\x\"", List.of("x4xg1x")),
        Arguments.of("\"it's\"", List.of("it's")),
        Arguments.of("\"a\"\u000b b", List.of("a", "b")),
        // Single quotes.
        Arguments.of("SET 'a key' ''", List.of("SET", "a key", "")),
        Arguments.of("'it\\'s' '\\n\\x41'", List.of("it's", "\\n\\x41")),
        Arguments.of("'say \"hi\"'", List.of("say \"hi\"")),
        // Quotes within a word.
        Arguments.of("a\"b c\"", List.of("ab c")),
        Arguments.of("a'b c' d", List.of("ab c", "d")),
        Arguments.of("back\\slash \\", List.of("back\\slash", "\\")));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void lineIsSplitIntoWords(String line, List<String> words) {
    assertThat(rewrite(line + "\r\n")).isEqualTo(Wire.array(words));
    assertThat(rewrite(line + "\n")).isEqualTo(Wire.array(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "'",
        "SET \"k",
        "SET 'k",
        "\"a\"b",
        "'a'b",
        "'a'\"b\"",
        "\"\"\"",
        "\"a\\\"",
        "'a\\'",
        "'a\\\\'",
        "a\"b\"c",
        "\"a\\",
        "\"\\x4"
      })
  void unbalancedQuotesAreRefused(String line) {
    ByteBuf in = Wire.buffer(line + "\r\n");

    assertThat(InlineRequest.rewrite(in, 0, in.writerIndex(), allocator)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "  \r\n", "\t\u000b\f\r\r\n"})
  void anEmptyLineAsksForNothing(String line) {
    assertThat(rewrite(line)).isEmpty();
  }

  @Test
  void onlyThePartNamedIsRead() {
    assertThat(rewrite(Wire.buffer("xxPING\r\nxx"), 2, 6)).isEqualTo(Wire.array("PING"));
  }

  @Test
  void theLongestLineIsRewritten() {
    String line = "a ".repeat(32 * 1024);

    assertThat(rewrite(line + "\n")).hasSize("*32768\r\n".length() + 32 * 1024 * 7);
  }

  private String rewrite(String line) {
    return rewrite(Wire.buffer(line), 0, line.length());
  }

  private String rewrite(ByteBuf in, int from, int length) {
    ByteBuf array = requireNonNull(InlineRequest.rewrite(in, from, length, allocator));
    String text = Wire.text(array);
    array.release();
    return text;
  }
}
