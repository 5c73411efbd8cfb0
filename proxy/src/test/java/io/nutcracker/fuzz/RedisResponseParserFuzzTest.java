// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseParser.Result;
import io.nutcracker.protocol.redis.RedisResponseParser;
import io.nutcracker.testing.Resp;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whatever servers send, responses are found in it that end where their client sees them end. */
class RedisResponseParserFuzzTest {
  /** A status line that is almost too long. */
  private static final int MOST_HELD_BACK = 1024 * 1024;

  @DictionaryFile(resourcePath = "redis-responses.dict")
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

  /** It is one value, and is found in itself. */
  private static void checkResponse(Found found, byte[] bytes) {
    assertThat(Feed.whole(Subject::new, bytes)).containsExactly(found.at(0));
    String wire = new String(bytes, ISO_8859_1);
    assertThat(Resp.elements("*1\r\n" + wire)).containsExactly(wire);
  }

  private record Subject(RedisResponseParser parser) implements FuzzedParser {
    Subject() {
      this(new RedisResponseParser());
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
