// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import io.nutcracker.protocol.redis.CustomCommands;
import io.nutcracker.protocol.redis.CustomCommands.Custom;
import io.nutcracker.protocol.redis.RedisCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the value of {@code custom_commands}. */
final class CustomCommandsType {
  private static final String NAME = "name";
  private static final String KEY = "key";
  private static final List<String> ALL = List.of(NAME, KEY);

  private static final Pattern NAMES = Pattern.compile("[!-~]{1,128}");

  /**
   * What servers answer with more than one response, or none, or keep everybody waiting for: on a
   * connection that clients share the next response would be taken for another client's.
   */
  private static final Set<String> UNFIT =
      Set.of(
          "ASKING",
          "DEBUG",
          "FAILOVER",
          "MONITOR",
          "PSYNC",
          "REPLCONF",
          "REPLICAOF",
          "SHUTDOWN",
          "SLAVEOF",
          "SYNC",
          "WAITAOF");

  private static final String FIRST = "first";

  /** Where its keys are, as the file says it. */
  private static final Map<String, RedisCommand> KEYS =
      Map.of(
          FIRST,
          RedisCommand.CUSTOM_FIRST_KEY,
          "second",
          RedisCommand.CUSTOM_SECOND_KEY,
          "all",
          RedisCommand.CUSTOM_ALL_KEYS,
          "none",
          RedisCommand.CUSTOM_WITHOUT_KEY);

  private final Spot spot;
  private final List<Custom> commands = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private CustomCommandsType(Spot spot) {
    this.spot = spot;
  }

  static @Nullable CustomCommands read(Node node, Spot spot, Secrets secrets) {
    if (!(node instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
      spot.refuse(null, "must be a sequence, one '- name: …' per command");
      return null;
    }
    var reader = new CustomCommandsType(spot);
    sequence.items().forEach(reader::item);
    return reader.commands.size() == sequence.items().size()
        ? new CustomCommands(reader.commands)
        : null;
  }

  private void item(Node item) {
    if (item instanceof Node.Mapping mapping) {
      var fields = new Fields(mapping, spot, ALL);
      String name = name(fields);
      RedisCommand command = command(fields);
      if (name != null && command != null && fields.areKnown()) {
        commands.add(new Custom(name, command));
      }
    } else {
      spot.line(item.line()).refuse(null, "has an item that is not a mapping with the keys " + ALL);
    }
  }

  private @Nullable String name(Fields fields) {
    if (!fields.has(NAME)) {
      fields.at(NAME).refuse(null, "is missing");
    }
    String text = fields.text(NAME);
    if (text == null) {
      return null;
    }
    Spot at = fields.at(NAME);
    String name = text.toUpperCase(Locale.ROOT);
    Integer earlier = lines.putIfAbsent(name, at.line());
    if (earlier != null) {
      at.refuse(text, "is already the name of the command in line " + earlier);
    } else if (!NAMES.matcher(name).matches()) {
      at.refuse(text, "is not a name of ASCII characters without spaces");
    } else if (RedisCommand.named(name) != null) {
      at.refuse(text, "is known already, with its keys");
    } else if (UNFIT.contains(name)) {
      at.refuse(text, "cannot be sent over connections that clients share");
    } else {
      return name;
    }
    return null;
  }

  private static @Nullable RedisCommand command(Fields fields) {
    String key = fields.has(KEY) ? fields.text(KEY) : FIRST;
    if (key == null) {
      return null;
    }
    RedisCommand command = KEYS.get(key);
    if (command == null) {
      fields.at(KEY).refuse(key, "is not one of [first, second, all, none]");
    }
    return command;
  }
}
