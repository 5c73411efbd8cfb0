// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.nutcracker.protocol.redis.RedisResponseParser;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.testing.Resp;
import java.util.Arrays;

/** Whatever servers send, responses are found in it that end where their client sees them end. */
class RedisResponseParserFuzzTest {
  @DictionaryFile(resourcePath = "redis-responses.dict")
  @FuzzTest(maxDuration = "60s")
  void findsResponses(byte[] data) {
    var input = new FuzzInput(data);
    for (Found found : Feed.found(RedisResponseParserFuzzTest::subject, input)) {
      if (!found.isLast()) {
        int end = found.from() + found.length();
        checkResponse(found, Arrays.copyOfRange(input.wire(), found.from(), end));
      }
    }
  }

  /** It is one value, and is found in itself. */
  private static void checkResponse(Found found, byte[] bytes) {
    assertThat(Feed.whole(RedisResponseParserFuzzTest::subject, bytes))
        .containsExactly(found.at(0));
    String wire = new String(bytes, ISO_8859_1);
    assertThat(Resp.elements("*1\r\n" + wire)).containsExactly(wire);
  }

  private static FuzzedParser subject() {
    return new FuzzedResponseParser(new RedisResponseParser(RespVersion.RESP2));
  }
}
