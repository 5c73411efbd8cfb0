// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.nutcracker.protocol.memcached.MemcachedResponseParser;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whatever servers send, responses are found in it that end where their client sees them end. */
class MemcachedResponseParserFuzzTest {
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
    for (Found found : Feed.found(MemcachedResponseParserFuzzTest::subject, input)) {
      if (!found.isLast()) {
        int end = found.from() + found.length();
        checkResponse(found, Arrays.copyOfRange(input.wire(), found.from(), end));
      }
    }
  }

  /** It is found in itself, and ends where its client looks for the next one. */
  private static void checkResponse(Found found, byte[] bytes) {
    assertThat(Feed.whole(MemcachedResponseParserFuzzTest::subject, bytes))
        .containsExactly(found.at(0));
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

  private static FuzzedParser subject() {
    return new FuzzedResponseParser(new MemcachedResponseParser());
  }
}
