// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What memcached 1.6.18 was seen to keep back, and to show, when asked with {@code q}. */
class QuietRepliesTest {
  @ParameterizedTest
  @CsvSource({
    "MG, EN",
    "MG, EN O1 kmiss",
    "MS, HD",
    "MS, HD O1 kk",
    "MD, HD",
    "MD, HD O1",
    "MA, HD",
    "MA, HD O1 kk",
    "MA, 'VA 1\r\n6'",
    "MA, 'VA 1 O1 kk\r\n6'"
  })
  void nominalRepliesAreKeptBack(MemcachedCommand command, String reply) {
    assertThat(isKeptBack(command, reply + "\r\n")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "MG, HD",
    "MG, HD W",
    "MG, HD kk O1",
    "MG, 'VA 2 O1 kk\r\nab'",
    "MG, 'VA 0 W\r\n'",
    "MS, EX",
    "MS, NF",
    "MS, NS O1",
    "MD, NF O1",
    "MD, EX",
    "MA, NF kmiss",
    "MA, NS",
    "MA, EX O1",
    "ME, EN",
    "ME, ME k exp=-1 la=0 cas=330 fetch=no cls=1 size=66",
    "MN, MN"
  })
  void otherRepliesAreShown(MemcachedCommand command, String reply) {
    assertThat(isKeptBack(command, reply + "\r\n")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void errorsAreAlwaysShown(MemcachedCommand command) {
    assertThat(isKeptBack(command, "ERROR\r\n")).isFalse();
    assertThat(isKeptBack(command, "CLIENT_ERROR invalid flag\r\n")).isFalse();
    assertThat(isKeptBack(command, "SERVER_ERROR object too large for cache\r\n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "SET", "DELETE", "FLUSH_ALL", "STATS", "VERSION"})
  void otherCommandsAreNeverQuiet(MemcachedCommand command) {
    for (String reply : new String[] {"HD\r\n", "EN\r\n", "STORED\r\n", "END\r\n", "1\r\n"}) {
      assertThat(isKeptBack(command, reply)).isFalse();
    }
  }

  private static boolean isKeptBack(MemcachedCommand command, String reply) {
    return QuietReplies.to(command)
        .hides(WireText.buffer("xx" + reply + "HD\r\n"), 2, reply.length());
  }
}
