// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.config.UserConfig;
import io.nutcracker.protocol.redis.PermittedKeys;
import io.nutcracker.protocol.redis.RedisArguments;
import io.nutcracker.protocol.redis.RedisCommand;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client may ask for whose user may not do everything. */
final class Permissions {
  private final String user;
  private final Set<RedisCommand> commands = EnumSet.noneOf(RedisCommand.class);

  /** Null if the user may name any key. */
  private final @Nullable PermittedKeys keys;

  private Permissions(UserConfig user) {
    this.user = user.name();
    this.commands.addAll(user.commands());
    List<String> prefixes = user.keyPrefixes();
    this.keys = prefixes == null ? null : new PermittedKeys(prefixes);
  }

  /** Null for a user who may do everything, and if there is none. */
  static @Nullable Permissions of(@Nullable UserConfig user) {
    return user == null || !user.isRestricted() ? null : new Permissions(user);
  }

  /** Of a user who may not say this. As Redis 7.2; 7.0 does not tell the name. */
  String refusal(String command) {
    return "NOPERM User " + user + " has no permissions to run the '" + command + "' command";
  }

  /** The error for a request that the user may not send; null for others. */
  @Nullable String refusal(RedisCommand command, int elements, ByteBuf in, int from) {
    if (!commands.contains(command) && !RedisSession.isForAnyone(command)) {
      return refusal(RedisArguments.commandName(in, from));
    }
    PermittedKeys permitted = keys;
    return permitted == null || permits(permitted, command, elements, in, from)
        ? null
        : "NOPERM No permissions to access a key";
  }

  private static boolean permits(
      PermittedKeys permitted, RedisCommand command, int elements, ByteBuf in, int from) {
    return switch (command.handling()) {
      // Neither channels nor replicas are keys.
      case LOCAL, PUBLICATION, REPLICATION, SUBSCRIPTION -> true;
      // About all keys, whoever may see them.
      case BROADCAST, ONE_BY_ONE -> false;
      case FORWARD, TOGETHER, SPLIT, BLOCKING, TRANSACTION ->
          command.hasKeys()
              ? permitted.permit(in, from, command, elements)
              // Nobody knows what such a command of a module reads.
              : command != RedisCommand.CUSTOM_WITHOUT_KEY;
    };
  }
}
