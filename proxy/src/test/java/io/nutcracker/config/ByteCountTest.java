// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of bytes with Redis' units. */
class ByteCountTest {
  @ParameterizedTest
  @CsvSource({
    "0,                    0",
    "1048576,              1048576",
    "12b,                  12",
    "3k,                   3000",
    "3kb,                  3072",
    "3KB,                  3072",
    "5m,                   5000000",
    "5mb,                  5242880",
    "7g,                   7000000000",
    "7gb,                  7516192768",
    "999999999999999999gb, 9223372036854775807",
  })
  void areReadAsRedisReadsThem(String text, long bytes) {
    assertThat(ByteCount.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mb", "1.5gb", "-1", "+1", "1 mb", "1tb", "0x10", "1mbit", "1e3"})
  void areNothingElse(String text) {
    assertThat(ByteCount.parse(text)).isEqualTo(ByteCount.NOT_A_COUNT);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1000, 1000", "1024, 1kb", "1536, 1536", "1048576, 1mb", "1073741824, 1gb"})
  void areWrittenShort(long bytes, String text) {
    assertThat(ByteCount.text(bytes)).isEqualTo(text);
  }
}
