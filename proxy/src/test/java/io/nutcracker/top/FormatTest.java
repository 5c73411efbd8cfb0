// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Figures as people read them, and addresses as they write them. */
class FormatTest {
  @Test
  void ratesKeepOneDigitWhereThatMatters() {
    assertThat(Format.rate(OptionalDouble.empty())).isEqualTo("–");
    assertThat(Format.rate(OptionalDouble.of(0))).isEqualTo("0");
    assertThat(Format.rate(OptionalDouble.of(0.34))).isEqualTo("0.3");
    assertThat(Format.rate(OptionalDouble.of(2))).isEqualTo("2");
    assertThat(Format.rate(OptionalDouble.of(9.97))).isEqualTo("10");
    assertThat(Format.rate(OptionalDouble.of(1234567.8))).isEqualTo("1,234,568");
  }

  @Test
  void bytesAndTimesHaveThreeDigits() {
    assertThat(Format.bytes(0.0)).isEqualTo("0 B");
    assertThat(Format.bytes(1023.0)).isEqualTo("1,023 B");
    assertThat(Format.bytes(1536.0)).isEqualTo("1.5 KB");
    assertThat(Format.bytes(200_000.0)).isEqualTo("195 KB");
    assertThat(Format.latency(999)).isEqualTo("999 µs");
    assertThat(Format.latency(1234)).isEqualTo("1.23 ms");
    assertThat(Format.latency(61_000_000)).isEqualTo("61 s");
    assertThat(Format.duration(59.9)).isEqualTo("59 s");
    assertThat(Format.duration(3600)).isEqualTo("1 h 0 min");
    assertThat(Format.duration(200_000)).isEqualTo("2 d 7 h");
  }

  @Test
  void anotherDayIsSaid() {
    long day = 86_400_000;
    assertThat(Format.moment(day + 1000, day + 2000, ZoneOffset.UTC)).isEqualTo("00:00:01");
    assertThat(Format.moment(1000, day, ZoneOffset.UTC)).isEqualTo("1970-01-01 00:00:01");
  }

  @Test
  void addressesMayHaveAPort() {
    assertThat(StatsAddress.of("10.0.0.1", 22222)).hasToString("10.0.0.1:22222");
    assertThat(StatsAddress.of("proxy_1.example:80", 22222)).hasToString("proxy_1.example:80");
    assertThat(StatsAddress.of("::1", 22222)).hasToString("[::1]:22222");
    assertThat(StatsAddress.of("[::1]:80", 22222)).hasToString("[::1]:80");
    for (String text : new String[] {"", ":80", "a:b", "a:0", "a:65536", "a b", "a/b"}) {
      assertThatThrownBy(() -> StatsAddress.of(text, 22222))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("'");
    }
  }
}
