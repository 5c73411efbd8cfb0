// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import io.nutcracker.protocol.redis.Access;
import io.nutcracker.protocol.redis.RedisCommand;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code commands} of a user: {@code +get}, {@code -@write}, …, of which later ones win. As
 * with {@code ACL SETUSER}, nothing is allowed before the first.
 */
final class CommandRules {
  private static final List<String> GROUPS = List.of("@all", "@read", "@write");

  private final Set<RedisCommand> allowed = EnumSet.noneOf(RedisCommand.class);

  private CommandRules() {}

  static @Nullable Set<RedisCommand> read(List<Scalar> rules, Spot spot) {
    var reader = new CommandRules();
    boolean isRight = true;
    for (Scalar rule : rules) {
      isRight &= reader.add(rule.text(), spot.line(rule.line()));
    }
    if (isRight && reader.allowed.isEmpty()) {
      spot.warn(null, "allows nothing; a user may only say what was added, as with '+@all'");
    }
    return isRight ? reader.allowed : null;
  }

  private boolean add(String rule, Spot spot) {
    boolean isAdded = rule.startsWith("+");
    if (!isAdded && !rule.startsWith("-")) {
      spot.refuse(rule, "starts with neither '+' nor '-'");
      return false;
    }
    Set<RedisCommand> commands = named(rule.substring(1).toLowerCase(Locale.ROOT));
    if (commands.isEmpty()) {
      spot.refuse(
          rule, "is neither a known command nor one of " + GROUPS + Suggestion.of(rule, rules()));
      return false;
    }
    if (isAdded) {
      allowed.addAll(commands);
    } else {
      allowed.removeAll(commands);
    }
    return true;
  }

  private static Set<RedisCommand> named(String name) {
    return switch (name) {
      case "@all" -> EnumSet.allOf(RedisCommand.class);
      case "@read" -> with(Access.READ);
      case "@write" -> with(Access.WRITE);
      default -> {
        RedisCommand command = RedisCommand.named(name);
        yield command == null ? Set.of() : EnumSet.of(command);
      }
    };
  }

  private static Set<RedisCommand> with(Access access) {
    return Arrays.stream(RedisCommand.values())
        .filter(command -> command.access() == access)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(RedisCommand.class)));
  }

  private static List<String> rules() {
    Stream<String> commands =
        Arrays.stream(RedisCommand.values())
            .filter(command -> !command.isCustom())
            .map(RedisCommand::lowerCaseName);
    return Stream.concat(GROUPS.stream(), commands)
        .flatMap(name -> Stream.of("+" + name, "-" + name))
        .toList();
  }

  /** Removes what a user with {@code read_only} must not say. */
  static void keepReadOnly(Set<RedisCommand> commands) {
    // What is answered here reaches no data, and no client library can connect without it.
    commands.removeIf(command -> command.access() != Access.READ && !command.isLocal());
  }
}
