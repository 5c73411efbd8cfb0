// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.protocol.redis.Access;
import io.nutcracker.protocol.redis.Handling;
import io.nutcracker.protocol.redis.Keys;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command table, compared with what a running server says of its commands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandTableIT {
  /** For the server, only the channels of shards are keys. */
  private static final Set<Handling> HAVE_CHANNELS =
      EnumSet.of(Handling.PUBLICATION, Handling.SUBSCRIPTION);

  private final RedisServer server = RedisServer.start();

  /** What COMMAND INFO says: the arity, and the keys that are always at the same place. */
  private record Info(
      int arity,
      Set<String> flags,
      int firstKey,
      int lastKey,
      int step,
      List<Set<String>> flagsOfSubcommands) {
    /** Of subcommands, one that writes makes all of them write, and only all can make it read. */
    Access access() {
      Set<Access> ofSubcommands =
          flagsOfSubcommands.stream().map(Info::access).collect(Collectors.toSet());
      if (ofSubcommands.isEmpty()) {
        return access(flags);
      }
      return ofSubcommands.contains(Access.WRITE)
          ? Access.WRITE
          : ofSubcommands.equals(Set.of(Access.READ)) ? Access.READ : Access.OTHER;
    }

    private static Access access(Set<String> flags) {
      return flags.contains("+write\r\n")
          ? Access.WRITE
          : flags.contains("+readonly\r\n") ? Access.READ : Access.OTHER;
    }

    boolean allows(int elements) {
      return arity < 0 ? elements >= -arity : elements == arity;
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private @Nullable Info info(RedisCommand command) {
    List<String> answer =
        Resp.elements(Resp.elements(server.command("COMMAND", "INFO", command.name())).getFirst());
    return answer.isEmpty()
        ? null
        : new Info(
            number(answer.get(1)),
            Set.copyOf(Resp.elements(answer.get(2))),
            number(answer.get(3)),
            number(answer.get(4)),
            number(answer.get(5)),
            Resp.elements(answer.getLast()).stream()
                .map(Resp::elements)
                .filter(subcommand -> !subcommand.getFirst().endsWith("|help\r\n"))
                .map(subcommand -> Set.copyOf(Resp.elements(subcommand.get(2))))
                .toList());
  }

  private static int number(String integer) {
    return Integer.parseInt(integer.substring(1).trim());
  }

  /** Servers refuse other counts than ours, too, although their table does not tell. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PING", "MSET", "MSETNX"})
  void takesWhatTheServerTakes(RedisCommand command) {
    Info info = info(command);

    for (int elements = 1; info != null && elements < 12; elements++) {
      if (info.allows(elements)) {
        assertThat(command.elements().allows(elements))
            .as("%s with %d elements", command, elements)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsTheKeysWhereTheServerFindsThem(RedisCommand command) {
    Info info = info(command);

    if (info == null || command.isLocal() || HAVE_CHANNELS.contains(command.handling())) {
      return;
    }
    boolean isMovable = info.flags().contains("+movablekeys\r\n");
    Keys keys = command.keys();
    switch (keys) {
      case COUNTED, DESTINATION_AND_COUNTED, STREAMS, SORT, GEORADIUS ->
          assertThat(isMovable).isTrue();
      default -> {
        assertThat(isMovable).isFalse();
        assertKeys(command, info);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowsWhatReadsAndWhatWrites(RedisCommand command) {
    Info info = info(command);

    if (info != null) {
      assertThat(command.access()).isEqualTo(info.access());
    }
  }

  private static void assertKeys(RedisCommand command, Info info) {
    int first = command.elements().keyIndex();
    // Of subcommands the server speaks one by one.
    if (first == 2 && info.firstKey() == 0) {
      return;
    }
    assertThat(info.firstKey()).isEqualTo(first);
    int last =
        switch (command.keys()) {
          case ONE -> first;
          case TWO -> first + 1;
          case ALL_BUT_LAST -> -2;
          default -> -1;
        };
    assertThat(info.lastKey()).isEqualTo(last);
    if (command.keys() == Keys.EVERY_SECOND || command == RedisCommand.MSET) {
      assertThat(info.step()).isEqualTo(2);
    }
  }
}
