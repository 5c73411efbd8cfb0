// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.nutcracker.protocol.memcached.MemcachedCommand;
import io.nutcracker.protocol.redis.Access;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.stats.CommandGroup;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which commands' latencies count together. */
final class CommandGroups {
  private static final Map<RedisCommand, CommandGroup> REDIS =
      table(RedisCommand.class, CommandGroups::ofRedis);
  private static final Map<MemcachedCommand, CommandGroup> MEMCACHED =
      table(MemcachedCommand.class, CommandGroups::ofMemcached);

  private CommandGroups() {}

  private static <C extends Enum<C>> Map<C, CommandGroup> table(
      Class<C> commands, Function<C, CommandGroup> group) {
    return Arrays.stream(commands.getEnumConstants())
        .collect(
            Collectors.toMap(
                Function.identity(), group, (a, _) -> a, () -> new EnumMap<>(commands)));
  }

  static CommandGroup of(RedisCommand command) {
    return requireNonNull(REDIS.get(command));
  }

  static CommandGroup of(MemcachedCommand command) {
    return requireNonNull(MEMCACHED.get(command));
  }

  private static CommandGroup ofRedis(RedisCommand command) {
    return switch (command.handling()) {
      case BLOCKING, REPLICATION -> CommandGroup.BLOCKING;
      case BROADCAST, ONE_BY_ONE -> CommandGroup.EVERY_SERVER;
      case TRANSACTION -> CommandGroup.TRANSACTION;
      case LOCAL, PUBLICATION, SUBSCRIPTION -> CommandGroup.OTHER;
      case FORWARD, TOGETHER, SPLIT ->
          switch (command) {
            case EVAL, EVALSHA, EVAL_RO, EVALSHA_RO, FCALL, FCALL_RO -> CommandGroup.SCRIPT;
            default -> command.access() == Access.READ ? CommandGroup.READ : CommandGroup.WRITE;
          };
    };
  }

  private static CommandGroup ofMemcached(MemcachedCommand command) {
    return switch (command) {
      case GET, GETS, MG -> CommandGroup.READ;
      case FLUSH_ALL, STATS, VERBOSITY -> CommandGroup.EVERY_SERVER;
      case VERSION, QUIT, MN, ME -> CommandGroup.OTHER;
      default -> CommandGroup.WRITE;
    };
  }
}
