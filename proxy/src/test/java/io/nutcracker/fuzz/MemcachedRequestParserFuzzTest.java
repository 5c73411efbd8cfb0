// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.protocol.memcached.MemcachedCommand;
import io.nutcracker.protocol.memcached.MemcachedRequestParser;
import io.nutcracker.protocol.memcached.MemcachedRequestParser.Result;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whatever clients send, what is forwarded of it is one request with harmless keys. */
class MemcachedRequestParserFuzzTest {
  private static final Set<MemcachedCommand> WITH_DATA =
      EnumSet.of(
          MemcachedCommand.SET,
          MemcachedCommand.ADD,
          MemcachedCommand.REPLACE,
          MemcachedCommand.APPEND,
          MemcachedCommand.PREPEND,
          MemcachedCommand.CAS,
          MemcachedCommand.MS);

  /** memcached closes a connection on which it sees no line end for so long. */
  private static final int MAX_LINE_BYTES = 2048;

  private static final int MAX_READ_LINE_BYTES = 16 * 1024 * 1024;

  private static final int MAX_KEY_LENGTH = 250;

  /** From one request to the next it keeps room for 4,096 tokens. */
  private static final int MOST_RETAINED = 18 * 1024;

  private static final Pattern GET = Pattern.compile(" *gets? ");

  @DictionaryFile(resourcePath = "memcached-requests.dict")
  @FuzzTest(maxDuration = "60s")
  void findsRequests(byte[] data) {
    var input = new FuzzInput(data);
    for (Found found : Feed.found(Subject::new, input)) {
      int end = found.from() + found.length();
      byte[] bytes = Arrays.copyOfRange(input.wire(), found.from(), end);
      switch ((Result) found.kind()) {
        case REQUEST -> checkRequest(found, bytes);
        case REJECTED, FATAL ->
            assertThat(found.details()).matches("|(ERROR|END|(CLIENT|SERVER)_ERROR .*)\r\n");
        case INCOMPLETE -> throw new AssertionError("found is what is complete");
      }
    }
  }

  private static void checkRequest(Found found, byte[] bytes) {
    assertThat(Feed.whole(Subject::new, bytes)).containsExactly(found.at(0));
    var parser = new MemcachedRequestParser(250, 1 << 30);
    parser.parse(Unpooled.wrappedBuffer(bytes), 0);
    String request = new String(bytes, ISO_8859_1);
    checkExtent(parser, request);
    if (!parser.command().isLocal()) {
      checkForwarded(parser, request);
    }
  }

  /** The line is followed by the data block that its command has, and by nothing else. */
  private static void checkExtent(MemcachedRequestParser parser, String request) {
    assertThat(parser.lineLength()).isEqualTo(request.indexOf('\n') + 1);
    if (WITH_DATA.contains(parser.command())) {
      assertThat(request.substring(parser.lineLength())).endsWith("\r\n");
    } else {
      assertThat(parser.lineLength()).isEqualTo(request.length());
    }
    assertThat(parser.argumentsOffset()).isLessThanOrEqualTo(parser.argumentsEnd());
    assertThat(parser.argumentsEnd()).isLessThan(parser.lineLength());
  }

  /** What a server gets: it answers, and takes it for what it was taken for here. */
  private static void checkForwarded(MemcachedRequestParser parser, String request) {
    int cutEnd = parser.cutOffset() + parser.cutLength();
    String forwarded = request.substring(0, parser.cutOffset()) + request.substring(cutEnd);
    assertThat(lineOf(forwarded)).matches("[^\\x00-\\x1f\\x7f]*\r?\n");
    assertThat(lineOf(forwarded).length())
        .isLessThanOrEqualTo(isGet(forwarded) ? MAX_READ_LINE_BYTES : MAX_LINE_BYTES);
    assertThat(keys(parser, request)).allMatch(MemcachedRequestParserFuzzTest::isHarmless);

    var atServer = new MemcachedRequestParser(250, 1 << 30);
    Result result = atServer.parse(Unpooled.copiedBuffer(forwarded, ISO_8859_1), 0);
    assertThat(atServer.length()).isEqualTo(forwarded.length());
    if (result == Result.REJECTED && parser.isNoreply()) {
      // "verbosity noreply": without its last word too short, which is answered with one line too.
      assertThat(atServer.rejection()).asString(ISO_8859_1).isEqualTo("ERROR\r\n");
      return;
    }
    assertThat(result).isEqualTo(Result.REQUEST);
    assertThat(atServer.command()).isEqualTo(parser.command());
    assertThat(keys(atServer, forwarded)).isEqualTo(keys(parser, request));
    assertThat(atServer.isKeyBase64()).isEqualTo(parser.isKeyBase64());
    assertThat(atServer.isNoreply()).isFalse();
    assertThat(atServer.isQuiet()).isFalse();
    assertThat(atServer.cutLength()).isZero();
  }

  private static String lineOf(String request) {
    return request.substring(0, request.indexOf('\n') + 1);
  }

  private static List<String> keys(MemcachedRequestParser parser, String request) {
    return IntStream.range(0, parser.keys())
        .mapToObj(key ->
            request.substring(parser.keyOffset(key), parser.keyOffset(key) + parser.keyLength(key)))
        .toList();
  }

  /** Nothing in it ends the key or the line, for any server. */
  private static boolean isHarmless(String key) {
    return !key.isEmpty()
        && key.length() <= MAX_KEY_LENGTH
        && key.chars().allMatch(b -> b > ' ' && b != 0x7f);
  }

  private static boolean isGet(String request) {
    return GET.matcher(request).lookingAt();
  }

  private static final class Subject implements FuzzedParser {
    private final MemcachedRequestParser parser = new MemcachedRequestParser(250, 1 << 30);
    private boolean get;

    @Override
    public @Nullable Found parse(ByteBuf in, int asideBytes, int from) {
      Result result = parser.parse(in, asideBytes);
      return switch (result) {
        case INCOMPLETE -> {
          if (asideBytes == 0) {
            get = isGet(in.toString(ISO_8859_1));
          }
          yield null;
        }
        case REQUEST -> new Found(result, from, parser.length(), request());
        case REJECTED -> new Found(result, from, parser.length(), rejection());
        case FATAL -> new Found(result, from, 0, rejection());
      };
    }

    private String request() {
      return "%s, keys %s, base64 %b, noreply %b, quiet %b, line %d, arguments %d to %d, cut %d + %d"
          .formatted(
              parser.command(),
              IntStream.range(0, parser.keys())
                  .mapToObj(key -> parser.keyOffset(key) + " + " + parser.keyLength(key))
                  .toList(),
              parser.isKeyBase64(),
              parser.isNoreply(),
              parser.isQuiet(),
              parser.lineLength(),
              parser.argumentsOffset(),
              parser.argumentsEnd(),
              parser.cutOffset(),
              parser.cutLength());
    }

    private String rejection() {
      return new String(parser.rejection(), ISO_8859_1);
    }

    @Override
    public int position() {
      return parser.position();
    }

    @Override
    public int mostHeldBack() {
      return get ? MAX_READ_LINE_BYTES : MAX_LINE_BYTES;
    }

    @Override
    public int mostRetained() {
      return MOST_RETAINED;
    }

    @Override
    public void reset() {
      parser.reset();
    }

    @Override
    public Object parser() {
      return parser;
    }
  }
}
