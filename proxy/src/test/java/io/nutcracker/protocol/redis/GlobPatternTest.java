// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which texts Redis' patterns describe. */
class GlobPatternTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "save, save, true",
        "SAVE, save, true",
        "save, saved, false",
        "saved, save, false",
        "*, \"\", true",
        "\"\", \"\", true",
        "\"\", a, false",
        "*, save, true",
        "s*e, save, true",
        "s*e*, save, true",
        "*a*, save, true",
        "*x*, save, false",
        "s??e, save, true",
        "s??e, sve, false",
        "*only, replica-read-only, true",
        "*-*-*, replica-read-only, true",
        "*-*-*-*, replica-read-only, false",
        "[rs]ave, save, true",
        "[^rs]ave, save, false",
        "[^a]ave, save, true",
        "[a-s]ave, save, true",
        "[s-a]ave, save, true",
        "[a-c]ave, save, false",
        "[s, s, true",
        "\\*, *, true",
        "\\*, a, false",
        "[\\]]x, ]x, true",
      })
  void matches(String pattern, String text, boolean expected) {
    assertThat(new GlobPattern(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void manyStarsDoNotTakeForever() {
    var pattern = new GlobPattern("*a".repeat(10_000) + "b");

    assertTimeout(
        Duration.ofSeconds(10), () -> assertThat(pattern.matches("a".repeat(20_000))).isFalse());
  }
}
