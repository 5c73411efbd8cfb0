// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests a user may send whose keys start with {@code a:} or {@code all}. */
class PermittedKeysTest {
  private final PermittedKeys keys = new PermittedKeys(List.of("a:", "all"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET a:1",
        "GET a:",
        "GET all",
        "SET a:1 b",
        "MGET a:1 all a:2",
        "MSET a:1 b a:2 b",
        "BLPOP a:1 all 0",
        "EVAL b 2 a:1 a:2 b",
        "EVAL b 0 b",
        "XREAD COUNT 2 STREAMS a:1 a:2 b b",
        "XREADGROUP GROUP b b STREAMS a:1 >",
        "ZUNIONSTORE a:1 2 a:2 all WEIGHTS 1 2",
        "BITOP AND a:1 a:2 a:3",
        "OBJECT ENCODING a:1",
        "OBJECT HELP",
        "SORT a:1 BY nosort GET # GET a:*->b STORE a:2",
        "SORT_RO a:1 BY all*",
        "GEORADIUS a:1 1 2 3 m STORE a:2"
      })
  void permits(String request) {
    assertThat(permit(request)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET a",
        "GET A:1",
        "GET b",
        "GET al",
        "SET b a:1",
        "MGET a:1 b",
        "MGET a:1 b a:2",
        "MSET a:1 a:1 b a:1",
        "RENAME a:1 b",
        "BLPOP a:1 b 0",
        "EVAL a:1 2 a:1 b",
        "XREAD STREAMS a:1 b 0 0",
        "XREADGROUP GROUP a:1 a:1 STREAMS b >",
        "ZUNIONSTORE b 1 a:1",
        "ZUNIONSTORE a:1 1 b",
        "BITOP AND a:1 a:2 b",
        "OBJECT ENCODING b",
        "SORT a:1 BY b*",
        "SORT a:1 BY a*",
        "SORT a:1 GET *",
        "SORT a:1 STORE b",
        "SORT_RO a:1 GET b*",
        "GEORADIUS a:1 1 2 3 m STORE b"
      })
  void refuses(String request) {
    assertThat(permit(request)).isFalse();
  }

  private boolean permit(String request) {
    List<String> words = List.of(request.split(" "));
    String before = Wire.array("PING");
    ByteBuf in = Wire.buffer(before + Wire.array(words) + before);
    RedisCommand command = RedisCommand.valueOf(words.getFirst().toUpperCase(Locale.ROOT));
    return keys.permit(in, before.length(), command, words.size());
  }
}
