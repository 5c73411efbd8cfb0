// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistyped word is answered with the one that was meant. */
class SuggestionTest {
  @ParameterizedTest
  @CsvSource({
    "timeot,           timeout",
    "tiemout,          timeout",
    "TimeOut,          timeout",
    "hash-tag,         hash_tag",
    "auto_eject_host,  auto_eject_hosts",
    "server,           servers",
    "preconect,        preconnect",
  })
  void findsTheWordThatWasMeant(String word, String meant) {
    assertThat(Suggestion.of(word, Directive.names())).isEqualTo("; did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"colour", "x", "password"})
  void suggestsNothingWhenNothingIsNear(String word) {
    assertThat(Suggestion.of(word, Directive.names())).isEmpty();
  }
}
