// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part of a key is hashed. */
class HashTagTest {
  @ParameterizedTest(name = "{0} is hashed as {1}")
  @CsvSource({
    "user:{42}:name, 42",
    "{a}, a",
    "x{a}y{b}, a",
    "{{a}}, {a",
    "{a{b}, a{b",
    "}a{b}, b",
    "{ }, ' '",
  })
  void theFirstTagIsHashed(String key, String hashed) {
    assertThat(hashedPart("{}", key)).isEqualTo(hashed);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"abc", "{", "}", "{}", "{abc", "abc}", "}a{", "}{", "{}abc", "x{}y{b}", "''"})
  void withoutATagTheWholeKeyIsHashed(String key) {
    assertThat(hashedPart("{}", key)).isEqualTo(key);
  }

  @ParameterizedTest(name = "{0} is hashed as {1}")
  @CsvSource({"$a$b$, a", "x$a$, a", "$a, $a", "$, $", "$$, $$", "x$$y$a$, x$$y$a$"})
  void bothBytesMayBeTheSame(String key, String hashed) {
    assertThat(hashedPart("$$", key)).isEqualTo(hashed);
  }

  @ParameterizedTest(name = "{0} is hashed as {1}")
  @CsvSource({"xéyÿz, y", "éÿ, éÿ", "ÿyé, ÿyé"})
  void bytesAbove0x7fCanEncloseATag(String key, String hashed) {
    assertThat(hashedPart("éÿ", key)).isEqualTo(hashed);
  }

  /** The key stands between bytes which would make or end a tag if they were read. */
  private static String hashedPart(String tag, String key) {
    var before = "" + tag.charAt(0);
    var after = "" + tag.charAt(1) + tag.charAt(1);
    var buffer = Unpooled.copiedBuffer(before + key + after, ISO_8859_1);
    var hashTag = new HashTag((byte) tag.charAt(0), (byte) tag.charAt(1));

    long part = hashTag.hashedPart(buffer, 1, 1 + key.length());

    int start = HashTag.start(part);
    return buffer.toString(start, HashTag.end(part) - start, ISO_8859_1);
  }
}
