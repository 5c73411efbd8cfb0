// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.nutcracker.protocol.redis.CustomCommands;
import io.nutcracker.protocol.redis.ElementCount;
import io.nutcracker.protocol.redis.InlineRequest;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisRequestParser;
import io.nutcracker.protocol.redis.RedisRequestParser.Result;
import io.nutcracker.testing.Resp;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whatever clients send, requests are found in it that Redis takes for the same requests. */
class RedisRequestParserFuzzTest {
  private static final int MAX_KEY_LENGTH = 100;

  /** A header, and the 128 bytes of it that the error for an unknown command repeats. */
  private static final int MOST_HELD_BACK = 160;

  @DictionaryFile(resourcePath = "redis-requests.dict")
  @FuzzTest(maxDuration = "60s")
  void findsRequests(byte[] data) {
    var input = new FuzzInput(data);
    for (Found found : Feed.found(() -> new Subject(true), input)) {
      byte[] bytes = Arrays.copyOfRange(input.wire(), found.from(), found.from() + found.length());
      switch ((Result) found.kind()) {
        case REQUEST -> checkRequest(found, bytes);
        case INLINE -> checkInline(bytes);
        case REJECTED, PROTOCOL_ERROR ->
            assertThat(found.details()).doesNotContain("\r", "\n").hasSizeLessThan(600);
        case EMPTY -> assertThat(new String(bytes, ISO_8859_1)).matches("\\*(0|-[0-9]+)\r\n");
        case INCOMPLETE -> throw new AssertionError("found is what is complete");
      }
    }
    Feed.found(() -> new Subject(false), input);
  }

  /** It is what anybody would write who sends its elements, and is found in itself. */
  private static void checkRequest(Found found, byte[] bytes) {
    assertThat(Feed.whole(() -> new Subject(true), bytes)).containsExactly(found.at(0));
    String wire = new String(bytes, ISO_8859_1);
    List<String> elements = Resp.elements(wire).stream().map(Resp::bulk).toList();
    assertThat(Resp.command(elements)).isEqualTo(wire);
    checkCommandAndKey(bytes, elements);
  }

  private static void checkCommandAndKey(byte[] bytes, List<String> elements) {
    var parser = new RedisRequestParser(MAX_KEY_LENGTH, 1 << 30, CustomCommands.NONE);
    parser.parse(Unpooled.wrappedBuffer(bytes), 0);
    RedisCommand command = parser.command();
    assertThat(command.name()).isEqualToIgnoringCase(elements.getFirst());
    assertThat(parser.elements()).isEqualTo(elements.size()).matches(command.elements()::allows);
    int keyIndex = command.elements().keyIndex();
    if (keyIndex > 0 && keyIndex < elements.size() && !isScriptWithoutKeys(command, elements)) {
      String key = elements.get(keyIndex);
      assertThat(new String(bytes, parser.keyOffset(), parser.keyLength(), ISO_8859_1))
          .isEqualTo(key);
      assertThat(command.isLocal() || key.length() <= MAX_KEY_LENGTH).as("key forwarded").isTrue();
    }
  }

  private static boolean isScriptWithoutKeys(RedisCommand command, List<String> elements) {
    return command.elements() == ElementCount.EVAL_KEYS && elements.get(2).matches("0+");
  }

  /** A line becomes one request, to be parsed like any other, unless its quotes are wrong. */
  private static void checkInline(byte[] line) {
    ByteBuf in = Unpooled.wrappedBuffer(line);
    ByteBuf rewritten =
        InlineRequest.rewrite(in, 0, line.length, new UnpooledByteBufAllocator(false));
    if (rewritten == null) {
      return;
    }
    byte[] bytes = ByteBufUtil.getBytes(rewritten);
    rewritten.release();
    if (bytes.length > 0) {
      assertThat(Feed.whole(() -> new Subject(true), bytes))
          .singleElement()
          .satisfies(found -> assertThat(found.kind()).isNotEqualTo(Result.INLINE));
    }
  }

  private record Subject(RedisRequestParser parser) implements FuzzedParser {
    Subject(boolean authenticated) {
      this(new RedisRequestParser(MAX_KEY_LENGTH, 1 << 30, CustomCommands.NONE));
      parser.authenticated(authenticated);
    }

    @Override
    public @Nullable Found parse(ByteBuf in, int asideBytes, int from) {
      Result result = parser.parse(in, asideBytes);
      return switch (result) {
        case INCOMPLETE -> null;
        case REQUEST -> new Found(result, from, parser.length(), request());
        case REJECTED -> new Found(result, from, parser.length(), parser.rejection());
        case PROTOCOL_ERROR -> new Found(result, from, 0, parser.rejection());
        case EMPTY, INLINE -> new Found(result, from, parser.length(), "");
      };
    }

    private String request() {
      return "%d elements, %s, key at %d + %d, several keys %b"
          .formatted(
              parser.elements(),
              parser.command(),
              parser.keyOffset(),
              parser.keyLength(),
              parser.hasSeveralKeys());
    }

    @Override
    public int position() {
      return parser.position();
    }

    @Override
    public int mostHeldBack() {
      return MOST_HELD_BACK;
    }

    @Override
    public void reset() {
      parser.reset();
    }
  }
}
