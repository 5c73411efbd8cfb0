// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The command table, compared with twemproxy's. */
class RedisCommandTest {
  /** {@code redis-commands-twemproxy.json}. */
  record Table(List<Row> commands, List<String> unsupportedRedis70) {
    static Table load() throws IOException {
      try (var json = Table.class.getResourceAsStream("/redis-commands-twemproxy.json")) {
        return JsonMapper.shared().readValue(json, Table.class);
      }
    }
  }

  /**
   * One command of twemproxy's.
   *
   * @param maxElements null if there is no limit
   * @param keyIndex null if no element is a key
   */
  record Row(
      String name,
      int minElements,
      @Nullable Integer maxElements,
      boolean elementsMustBeOdd,
      @Nullable Integer keyIndex,
      boolean fragmented,
      @Nullable String merge) {
    boolean allows(int elements) {
      return elements >= minElements
          && (maxElements == null || elements <= maxElements)
          && (!elementsMustBeOdd || elements % 2 == 1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Known to twemproxy only to close the connection: an unknown command like any other here. */
  private static final String REFUSED = "MOVE";

  /**
   * Clients send PING with a message, AUTH with a user, EXPIRE with NX, COMMAND DOCS and QUIT with
   * whatever; twemproxy closes on them.
   */
  private static final Map<RedisCommand, Integer> MOST_ELEMENTS =
      Map.of(
          RedisCommand.PING, 2,
          RedisCommand.AUTH, Integer.MAX_VALUE,
          RedisCommand.COMMAND, Integer.MAX_VALUE,
          RedisCommand.EXPIRE, Integer.MAX_VALUE,
          RedisCommand.EXPIREAT, Integer.MAX_VALUE,
          RedisCommand.PEXPIRE, Integer.MAX_VALUE,
          RedisCommand.PEXPIREAT, Integer.MAX_VALUE,
          RedisCommand.ZRANK, Integer.MAX_VALUE,
          RedisCommand.ZREVRANK, Integer.MAX_VALUE,
          RedisCommand.QUIT, Integer.MAX_VALUE);

  /** twemproxy wants a script to have a key. */
  private static final Set<RedisCommand> SCRIPTS =
      EnumSet.of(RedisCommand.EVAL, RedisCommand.EVALSHA);

  /** twemproxy silently counts only the keys on the first key's server. */
  private static final RedisCommand SPLIT_TOO = RedisCommand.EXISTS;

  /** What Redis 7.0 knows and a proxy does not pass on. */
  private static final List<String> NOT_PASSED_ON =
      List.of(
          // Of one server, which a client of a pool does not know.
          "ASKING",
          "BGREWRITEAOF",
          "BGSAVE",
          "DEBUG",
          "FAILOVER",
          "LASTSAVE",
          "LATENCY",
          "MIGRATE",
          "MODULE",
          "MONITOR",
          "MOVE",
          "PFDEBUG",
          "PFSELFTEST",
          "PSYNC",
          "REPLCONF",
          "REPLICAOF",
          "RESTORE-ASKING",
          "ROLE",
          "SAVE",
          "SHUTDOWN",
          "SLAVEOF",
          "SWAPDB",
          "SYNC");

  /** twemproxy routes these by their number of keys, as if it were one. */
  private static final Set<RedisCommand> MISROUTED =
      EnumSet.of(RedisCommand.ZDIFF, RedisCommand.ZINTER, RedisCommand.ZUNION);

  static Stream<Row> twemproxysCommands() throws IOException {
    return Table.load().commands().stream().filter(row -> !row.name().equals(REFUSED));
  }

  @ParameterizedTest
  @MethodSource("twemproxysCommands")
  void commandTakesTheElementsThatTwemproxyTakes(Row row) {
    RedisCommand command = RedisCommand.valueOf(row.name());
    ElementCount elements = command.elements();

    for (int count : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 1000, 1001, Integer.MAX_VALUE}) {
      assertThat(elements.allows(count))
          .as("%s with %d elements", command, count)
          .isEqualTo(row.allows(count) || takesMore(row, command, count));
    }
  }

  private static boolean takesMore(Row row, RedisCommand command, int count) {
    boolean isEnough = count >= row.minElements() || (SCRIPTS.contains(command) && count == 3);
    return isEnough
        && count <= MOST_ELEMENTS.getOrDefault(command, SCRIPTS.contains(command) ? 3 : 0);
  }

  @ParameterizedTest
  @MethodSource("twemproxysCommands")
  void commandIsRoutedByTheElementThatTwemproxyRoutesBy(Row row) {
    RedisCommand command = RedisCommand.valueOf(row.name());

    if (!command.isLocal() && !MISROUTED.contains(command)) {
      assertThat(command.elements().keyIndex())
          .isEqualTo(row.keyIndex() == null ? 0 : row.keyIndex());
    }
  }

  @ParameterizedTest
  @MethodSource("twemproxysCommands")
  void commandIsSplitIfTwemproxySplitsIt(Row row) {
    RedisCommand command = RedisCommand.valueOf(row.name());
    Merge merge = command.merge();
    String name = merge == null ? null : merge.name().toLowerCase(Locale.ROOT);

    assertThat(name).isEqualTo(command == SPLIT_TOO ? "sum" : row.merge());
  }

  @Test
  void everyOtherCommandOfRedis70HasAReason() throws IOException {
    assertThat(Table.load().commands()).hasSize(137);
    assertThat(Stream.concat(Table.load().unsupportedRedis70().stream(), Stream.of(REFUSED)))
        .filteredOn(name -> named(name) == null)
        .containsExactlyInAnyOrderElementsOf(NOT_PASSED_ON);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "CUSTOM_.*")
  void nameIsFoundInAnyCase(RedisCommand command) {
    var random = new Random(name(command).length());
    for (int i = 0; i < 20; i++) {
      var spelled = new StringBuilder();
      name(command)
          .chars()
          .forEach(
              c -> spelled.append((char) (random.nextBoolean() ? c : Character.toLowerCase(c))));
      assertThat(named(spelled.toString())).as("%s", spelled).isEqualTo(command);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "CUSTOM_.*")
  void nameOneByteOffIsAnother(RedisCommand command) {
    String name = name(command);
    for (int at = 0; at < name.length(); at++) {
      for (int b = 0; b < 256; b++) {
        if (Character.toUpperCase(b) != name.charAt(at)) {
          String other = name.substring(0, at) + (char) b + name.substring(at + 1);
          assertThat(named(other)).as(other).isNotEqualTo(command);
        }
      }
    }
    assertThat(named(name + "X")).isNotEqualTo(command);
    assertThat(named(name.substring(1))).isNotEqualTo(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\0", "-", "\r", "ge-t", "\u00c7ET", "GET\0", "get ", "GEORADIUSBYMEMBER2"})
  void whatIsNoNameIsUnknown(String name) {
    assertThat(named(name)).isNull();
  }

  @Test
  void noNameIsLongerThanTheLongest() {
    assertThat(
            Arrays.stream(RedisCommand.values()).mapToInt(command -> name(command).length()).max())
        .hasValue(RedisCommand.MAX_NAME_LENGTH);
  }

  /** As clients say it: the constants of modules' commands have no dot. */
  private static String name(RedisCommand command) {
    return command.lowerCaseName().toUpperCase(Locale.ROOT);
  }

  private static @Nullable RedisCommand named(String name) {
    ByteBuf in = Wire.buffer("$" + name + "\r\n");
    return RedisCommand.named(in, 1, name.length());
  }
}
