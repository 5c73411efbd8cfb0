// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseParser.Result;
import io.nutcracker.protocol.memcached.MemcachedResponseParser;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whatever servers send, responses are found in it that end where their client sees them end. */
class MemcachedResponseParserFuzzTest {
  /** A line that is almost too long. */
  private static final int MOST_HELD_BACK = 1024 * 1024;

  /**
   * With a data block behind it, or more lines, or neither. A LF alone does not end it: keys that
   * were set with the binary protocol may have one.
   */
  private static final Pattern LINE =
      Pattern.compile(
          "\\G(?:(?:(?<value>VALUE WORD WORD)|VA) (?<data>[0-9]+)|(?<list>STAT|ITEM|PREFIX)(?=[ \r]))?"
                  .replace("WORD", "(?:(?!\r\n)[^ ])*")
              + ".*?\r\n",
          Pattern.DOTALL);

  @DictionaryFile(resourcePath = "memcached-responses.dict")
  @FuzzTest(maxDuration = "60s")
  void findsResponses(byte[] data) {
    var input = new FuzzInput(data);
    for (Found found : Feed.found(Subject::new, input)) {
      if (!found.isLast()) {
        int end = found.from() + found.length();
        checkResponse(found, Arrays.copyOfRange(input.wire(), found.from(), end));
      }
    }
  }

  /** It is found in itself, and ends where its client looks for the next one. */
  private static void checkResponse(Found found, byte[] bytes) {
    assertThat(Feed.whole(Subject::new, bytes)).containsExactly(found.at(0));
    String response = new String(bytes, ISO_8859_1);
    assertThat(response).endsWith("\r\n");
    assertThat(end(response)).isEqualTo(response.length());
  }

  /** Where a client sees the end: behind the first line that nothing must follow. */
  private static int end(String response) {
    int end = 0;
    Matcher line = LINE.matcher(response);
    while (line.find(end)) {
      end = line.end();
      String data = line.group("data");
      if (data != null) {
        end += Integer.parseInt(data) + 2;
      }
      if (line.group("value") == null && line.group("list") == null) {
        return end;
      }
    }
    throw new AssertionError("no end: " + response);
  }

  private record Subject(MemcachedResponseParser parser) implements FuzzedParser {
    Subject() {
      this(new MemcachedResponseParser());
    }

    @Override
    public @Nullable Found parse(ByteBuf in, int asideBytes, int from) {
      Result result = parser.parse(in, asideBytes);
      return switch (result) {
        case INCOMPLETE -> null;
        case RESPONSE -> new Found(result, from, parser.length(), "");
        case INVALID -> new Found(result, from, 0, "");
      };
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
