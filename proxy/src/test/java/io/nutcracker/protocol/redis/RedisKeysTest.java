// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether all keys of a request live on one server, and on which. */
class RedisKeysTest {
  /** Keys with an a live on server 0, those with a b on server 1. */
  private static final KeyRouter ROUTER =
      new Placement().put(0, "a", "a2", "a3", "STORE").put(1, "b", "b2", "b3").router(2);

  private final RedisKeys keys = new RedisKeys();

  @ParameterizedTest
  @CsvSource({
    "SINTER a a2 a3, 0",
    "SINTER b b2, 1",
    "SUNIONSTORE b b2 b3, 1",
    "RENAME b b2, 1",
    "COPY a a2 DB 1 REPLACE, 0",
    "LMOVE b b2 LEFT RIGHT, 1",
    "SMOVE a a2 b, 0",
    "ZRANGESTORE a a2 0 -1, 0",
    "MSETNX a b a2 b, 0",
    "BITOP AND b b2 b3, 1",
    "ZUNION 1 b, 1",
    "ZUNION 2 b b2 WEIGHTS 1 2, 1",
    "ZINTERSTORE b 2 b2 b3 AGGREGATE MAX, 1",
    "ZMPOP 2 a a2 MIN COUNT 3, 0",
    "LMPOP 1 b LEFT, 1",
    "SINTERCARD 2 a a2 LIMIT 1, 0",
    "EVAL s 1 b a a2, 1",
    "FCALL f 2 b b2 a, 1",
    "PFMERGE a a2 a3, 0",
    "LCS a a2 LEN, 0",
    "XREAD STREAMS a 0, 0",
    "XREAD COUNT 1 STREAMS b b2 0 0, 1",
    "xread count 1 streams b b2 0 0, 1",
    "XREADGROUP GROUP STREAMS b NOACK STREAMS a a2 > >, 0",
    "SORT b, 1",
    "SORT b BY a LIMIT 0 1 GET a2 GET a ALPHA, 1",
    "SORT b BY STORE STORE b2, 1",
    "SORT b store b2, 1",
    "GEORADIUS a 1 2 3 m STORE a2, 0",
    "BLPOP b b2 0, 1",
    "BLMOVE b b2 LEFT LEFT 0, 1",
    "BLMPOP 0 2 a a2 LEFT, 0",
    "JSON.GET b $.x, 1",
    "JSON.MGET a a2 b, 0",
    "JSON.MSET b a 1 b2 a 2, 1",
    "TS.MADD a b b a2 b b, 0",
    "TDIGEST.MERGE b 2 b2 b3 COMPRESSION 7, 1",
    "GEORADIUSBYMEMBER b b 3 m COUNT 2 STOREDIST b2, 1",
    // A number that is none, or too large, is the server's business.
    "ZUNION 9 b b2, 1",
    "EVAL s 3 a a2, 0",
    // What is not there lies nowhere else.
    "XREAD STREAMS b, -1",
    "EVAL s 0 a b, -1",
    "EVAL s 0, -1",
    "ZUNION x a b, -1",
    "ZUNION 01 a b, -1",
    "ZUNION -1 a b, -1",
    "ZUNION 1111111111111111111111 a b, -1",
    "XREAD COUNT, -1",
    "XREADGROUP GROUP, -1",
    "ZUNIONSTORE b x a, 1",
  })
  void livesOn(String request, int server) {
    find(request);

    assertThat(keys.areTogether()).isTrue();
    assertThat(keys.isAny() ? keys.server() : -1).isEqualTo(server);
    assertThat(keys.blocks()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SINTER a a2 b",
        "SDIFFSTORE a b",
        "RENAMENX a b",
        "RPOPLPUSH a b",
        "GEOSEARCHSTORE a b FROMMEMBER x BYRADIUS 1 m",
        "MSETNX a x b x",
        "BITOP NOT a b",
        "ZDIFF 2 a b",
        "ZUNIONSTORE a 2 a2 b",
        "ZUNIONSTORE a 1 b",
        "EVALSHA s 2 a b",
        "FCALL_RO f 2 a b",
        "PFCOUNT a b",
        "XREAD STREAMS a b 0 0",
        "SORT a STORE b",
        "SORT a BY x STORE a2 STORE b",
        "GEORADIUS a 1 2 3 m STORE b",
        "GEORADIUSBYMEMBER a x 3 m ASC STOREDIST b",
        "BRPOP a b 0",
        "BZMPOP 0 2 a b MIN",
        "JSON.MGET a b $",
        "JSON.MSET a $ 1 b $ 2",
        "TS.CREATERULE a b",
        "CMS.MERGE a 1 b"
      })
  void namesTwoKeysThatAreNotTogether(String request) {
    find(request);

    assertThat(keys.areTogether()).isFalse();
    assertThat(keys.crossSlot())
        .startsWith("CROSSSLOT Keys in request don't hash to the same slot: 'a")
        .endsWith(" and 'b'");
  }

  @Test
  void anErrorStaysOneShortLineWhateverTheKeysHold() {
    KeyRouter router = new Placement().put(0, "a\r\n").put(1, "b".repeat(500)).router(2);
    ByteBuf in = Wire.buffer(Wire.array("RENAME", "a\r\n", "b".repeat(500)));
    keys.find(in, 0, RedisCommand.RENAME, 3, router);

    assertThat(keys.crossSlot()).doesNotContain("\r", "\n").endsWith("'" + "b".repeat(64) + "'");
  }

  @Test
  void knowsWhatWouldBlock() {
    find("XREAD BLOCK 0 STREAMS a 0");
    assertThat(keys.blocks()).isTrue();
    find("XREAD STREAMS BLOCK 0");
    assertThat(keys.blocks()).isFalse();
  }

  @Test
  void aMillionKeysCostLinearTime() {
    var words = new ArrayList<>(Collections.nCopies(1_000_000, "a"));
    words.addFirst("SINTER");
    ByteBuf in = Wire.buffer(Wire.array(words));

    assertTimeout(
        Duration.ofSeconds(20), () -> keys.find(in, 0, RedisCommand.SINTER, words.size(), ROUTER));
    assertThat(keys.areTogether()).isTrue();
  }

  private void find(String request) {
    List<String> words = List.of(request.split(" "));
    // Something else comes before it and after it.
    String before = Wire.array("PING");
    ByteBuf in = Wire.buffer(before + Wire.array(words) + before);
    RedisCommand command =
        RedisCommand.valueOf(words.getFirst().toUpperCase(Locale.ROOT).replace('.', '_'));
    keys.find(in, before.length(), command, words.size(), ROUTER);
  }
}
