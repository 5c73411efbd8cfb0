// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command table. */
class MemcachedCommandTest {
  @ParameterizedTest
  @EnumSource
  void nameIsFoundInLowerCaseOnly(MemcachedCommand command) {
    assertThat(named(command.lowerCaseName())).isEqualTo(command);
    assertThat(named(command.name())).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void nameOneByteOffIsAnother(MemcachedCommand command) {
    String name = command.lowerCaseName();
    for (int at = 0; at < name.length(); at++) {
      for (int b = 0; b < 256; b++) {
        if (b != name.charAt(at)) {
          String other = name.substring(0, at) + (char) b + name.substring(at + 1);
          assertThat(named(other)).as(other).isNotEqualTo(command);
        }
      }
    }
    assertThat(named(name + "x")).isNotEqualTo(command);
    assertThat(named(name.substring(1))).isNotEqualTo(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "g",
        "m",
        "mx",
        "get\0",
        "get ",
        "flush_all2",
        "bget",
        "slabs",
        "lru",
        "watch",
        "shutdown",
        "lru_crawler",
        "cache_memlimit",
        "extstore"
      })
  void whatIsNotInTheTableIsUnknown(String name) {
    assertThat(named(name)).isNull();
  }

  @Test
  void noNameIsLongerThanTheLongest() {
    assertThat(Arrays.stream(MemcachedCommand.values()).mapToInt(c -> c.name().length()).max())
        .hasValue(MemcachedCommand.MAX_NAME_LENGTH);
  }

  @Test
  void eachCommandIsOfOneKind() {
    assertThat(MemcachedCommand.values())
        .filteredOn(MemcachedCommand::isLocal)
        .containsExactly(MemcachedCommand.VERSION, MemcachedCommand.QUIT, MemcachedCommand.MN);
    assertThat(MemcachedCommand.values())
        .filteredOn(MemcachedCommand::isBroadcast)
        .containsExactly(
            MemcachedCommand.FLUSH_ALL, MemcachedCommand.STATS, MemcachedCommand.VERBOSITY);
    assertThat(MemcachedCommand.values())
        .filteredOn(MemcachedCommand::isRead)
        .containsExactly(
            MemcachedCommand.GET,
            MemcachedCommand.GETS,
            MemcachedCommand.GAT,
            MemcachedCommand.GATS);
    assertThat(MemcachedCommand.values())
        .filteredOn(command -> command.kind() == MemcachedCommand.Kind.META)
        .containsExactlyElementsOf(EnumSet.range(MemcachedCommand.MG, MemcachedCommand.ME));
    assertThat(MemcachedCommand.values())
        .filteredOn(command -> command.kind() == MemcachedCommand.Kind.STORAGE)
        .containsExactlyElementsOf(EnumSet.range(MemcachedCommand.SET, MemcachedCommand.CAS));
  }

  private static @Nullable MemcachedCommand named(String name) {
    ByteBuf in = WireText.buffer(" " + name + "\r\n");
    return MemcachedCommand.named(in, 1, name.length());
  }
}
