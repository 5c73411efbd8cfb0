// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.protocol.redis.CustomCommands.Custom;
import io.nutcracker.protocol.redis.RedisCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code custom_commands}. */
class CustomCommandsConfigTest {
  private static String pool(String directives) {
    return ConfigText.alphaWith("redis: true\n  " + directives);
  }

  @Test
  void saysWhereTheKeysAre() throws ConfigException {
    PoolConfig pool =
        ConfigText.pool(
            pool(
                "custom_commands: [{name: a.a}, {name: a.b, key: first}, {name: A.C, key: second},"
                    + " {name: a.d, key: all}, {name: a.e, key: none}]"));
    assertThat(pool.customCommands().commands())
        .containsExactly(
            new Custom("A.A", RedisCommand.CUSTOM_FIRST_KEY),
            new Custom("A.B", RedisCommand.CUSTOM_FIRST_KEY),
            new Custom("A.C", RedisCommand.CUSTOM_SECOND_KEY),
            new Custom("A.D", RedisCommand.CUSTOM_ALL_KEYS),
            new Custom("A.E", RedisCommand.CUSTOM_WITHOUT_KEY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x | custom_commands: must be a sequence, one '- name: …' per command
          [] | custom_commands: must be a sequence, one '- name: …' per command
          [x] | custom_commands: has an item that is not a mapping with the keys [name, key]
          [{key: first}] | custom_commands.name: is missing
          [{name: a b}] | custom_commands.name: 'a b' is not a name of ASCII characters without spaces
          [{name: get}] | custom_commands.name: 'get' is known already, with its keys
          [{name: JSON.GET}] | custom_commands.name: 'JSON.GET' is known already, with its keys
          [{name: monitor}] | custom_commands.name: 'monitor' cannot be sent over connections that clients share
          [{name: a.b}, {name: A.B}] | custom_commands.name: 'A.B' is already the name of the command in line 4
          [{name: a.b, key: third}] | custom_commands.key: 'third' is not one of [first, second, all, none]
          [{name: a.b, keys: all}] | custom_commands.keys: is not one of [name, key]; did you mean 'key'?
          """)
  void explainsWhatIsWrong(String value, String expected) {
    assertThat(ConfigText.problems(pool("custom_commands: " + value)))
        .containsExactly("c.yml:4: pool 'alpha': " + expected);
  }
}
