// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import io.nutcracker.protocol.redis.RedisCommand;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the value of {@code users}. */
final class UsersType {
  private static final String NAME = "name";
  private static final String PASSWORD = "password";
  private static final String SHA256 = "password_sha256";
  private static final String READ_ONLY = "read_only";
  private static final String COMMANDS = "commands";
  private static final String KEYS = "keys";
  private static final List<String> ALL =
      List.of(NAME, PASSWORD, SHA256, READ_ONLY, COMMANDS, KEYS);

  private static final Pattern NAMES = Pattern.compile("[!-~]+");
  private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{64}");

  private final Spot spot;
  private final Secrets secrets;
  private final List<UserConfig> users = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private UsersType(Spot spot, Secrets secrets) {
    this.spot = spot;
    this.secrets = secrets;
  }

  static @Nullable List<UserConfig> read(Node node, Spot spot, Secrets secrets) {
    if (!(node instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
      spot.refuse(null, "must be a sequence, one '- name: …' per user");
      return null;
    }
    var reader = new UsersType(spot, secrets);
    sequence.items().forEach(reader::item);
    return reader.users.size() == sequence.items().size() ? reader.users : null;
  }

  private void item(Node item) {
    if (item instanceof Node.Mapping mapping) {
      UserConfig user = user(new Fields(mapping, spot, ALL));
      if (user != null) {
        users.add(user);
      }
    } else {
      spot.line(item.line()).refuse(null, "has an item that is not a mapping with the keys " + ALL);
    }
  }

  private @Nullable UserConfig user(Fields fields) {
    String name = name(fields);
    PasswordDigest password = password(fields);
    Set<RedisCommand> commands = commands(fields);
    List<String> keys = keys(fields);
    boolean isComplete = fields.areKnown() && fields.has(KEYS) == (keys != null);
    return name == null || password == null || commands == null || !isComplete
        ? null
        : new UserConfig(name, password, commands, keys);
  }

  private @Nullable String name(Fields fields) {
    if (!fields.has(NAME)) {
      fields.at(NAME).refuse(null, "is missing");
    }
    String name = fields.text(NAME);
    if (name == null) {
      return null;
    }
    Spot at = fields.at(NAME);
    Integer earlier = lines.putIfAbsent(name, at.line());
    if (earlier != null) {
      at.refuse(name, "is already the name of the user in line " + earlier);
      return null;
    }
    if (!NAMES.matcher(name).matches()) {
      at.refuse(name, "is not a name of ASCII characters without spaces");
      return null;
    }
    return name;
  }

  private @Nullable PasswordDigest password(Fields fields) {
    if (fields.has(PASSWORD) == fields.has(SHA256)) {
      fields.at(PASSWORD).refuse(null, "needs either a password or a password_sha256");
      return null;
    }
    return fields.has(PASSWORD) ? plain(fields) : digest(fields);
  }

  private @Nullable PasswordDigest plain(Fields fields) {
    Node node = fields.node(PASSWORD);
    String password = node == null ? null : PasswordType.read(node, fields.at(PASSWORD), secrets);
    return password == null ? null : PasswordDigest.of(password);
  }

  private static @Nullable PasswordDigest digest(Fields fields) {
    String digits = fields.text(SHA256);
    if (digits == null) {
      return null;
    }
    if (!DIGITS.matcher(digits).matches()) {
      fields.at(SHA256).refuse(null, "is not 64 hexadecimal digits");
      return null;
    }
    return PasswordDigest.ofHex(digits);
  }

  private static @Nullable Set<RedisCommand> commands(Fields fields) {
    Boolean readOnly = readOnly(fields);
    Set<RedisCommand> allowed = EnumSet.allOf(RedisCommand.class);
    if (fields.has(COMMANDS)) {
      List<Scalar> rules = fields.texts(COMMANDS);
      allowed = rules == null ? null : CommandRules.read(rules, fields.at(COMMANDS));
    }
    if (readOnly == null || allowed == null) {
      return null;
    }
    if (readOnly) {
      CommandRules.keepReadOnly(allowed);
    }
    return allowed;
  }

  private static @Nullable Boolean readOnly(Fields fields) {
    String text = fields.text(READ_ONLY);
    if (text == null) {
      return fields.has(READ_ONLY) ? null : Boolean.FALSE;
    }
    return ValueType.BOOLEAN.parse(text, fields.at(READ_ONLY));
  }

  private static @Nullable List<String> keys(Fields fields) {
    List<Scalar> prefixes = fields.texts(KEYS);
    return prefixes == null ? null : prefixes.stream().map(Scalar::text).toList();
  }
}
