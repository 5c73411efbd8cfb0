// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nutcracker.testing.Resp;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as people may see them. */
class ShownRequestTest {
  private static List<String> shown(String request, int length, boolean areValuesShown) {
    return ShownRequest.of(request.getBytes(ISO_8859_1), length, areValuesShown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET k | GET k
          set k secret EX 10 | set k (6 bytes) (2 bytes) (2 bytes)
          MGET a b c | MGET a b c
          MSET a 1 b 22 | MSET a (1 bytes) (1 bytes) (2 bytes)
          DEL a b | DEL a b
          OBJECT ENCODING k | OBJECT ENCODING k
          EVAL return 1 k v | EVAL (6 bytes) (1 bytes) k (1 bytes)
          DBSIZE | DBSIZE
          X.UNKNOWN k | X.UNKNOWN (1 bytes)
          """)
  void keysAreShownAndValuesAreNot(String request, String expected) {
    String bytes = Resp.command(request.split(" "));
    assertThat(String.join(" ", shown(bytes, bytes.length(), false))).isEqualTo(expected);
    assertThat(shown(bytes, bytes.length(), true)).containsExactly(request.split(" "));
  }

  @Test
  void whatIsCutIsSaidToBe() {
    String bytes = Resp.command("SET", "a-long-key", "value");
    assertThat(shown(bytes, bytes.indexOf("long"), false))
        .containsExactly("SET", "a-...", "... (1 more arguments)");
    assertThat(shown(bytes, bytes.indexOf("value") + 2, true))
        .containsExactly("SET", "a-long-key", "va...");
  }

  @Test
  void noCutBreaksIt() {
    String bytes = Resp.command("SET", "a-long-key", "value", "EX", "10");
    for (int i = 1; i <= bytes.length(); i++) {
      int length = i;
      assertThatCode(() -> shown(bytes, length, true)).doesNotThrowAnyException();
    }
  }

  @Test
  void aRequestMayEndAnywhere() {
    byte[] whole = Resp.command("MGET", "a", "", "b".repeat(20)).getBytes(ISO_8859_1);
    for (int length = "*4\r\n".length(); length <= whole.length; length++) {
      byte[] start = Arrays.copyOf(whole, length);
      assertThat(ShownRequest.of(start, length, false)).as("%d bytes", length).isNotEmpty();
    }
  }
}
