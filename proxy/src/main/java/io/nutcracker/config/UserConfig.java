// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.protocol.redis.RedisCommand;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the clients of a Redis pool may authenticate as.
 *
 * @param commands what they may say, besides AUTH, HELLO, QUIT and RESET
 * @param keyPrefixes with one of which each of their keys must start; null for any key
 */
public record UserConfig(
    String name,
    PasswordDigest password,
    Set<RedisCommand> commands,
    @Nullable List<String> keyPrefixes) {
  /** Who clients are that give no name. */
  public static final String DEFAULT = "default";

  public UserConfig {
    commands = Set.copyOf(commands);
    keyPrefixes = keyPrefixes == null ? null : List.copyOf(keyPrefixes);
  }

  /** The user whose password is {@code redis_auth}. */
  public static UserConfig defaultWith(String password) {
    return new UserConfig(
        DEFAULT, PasswordDigest.of(password), Set.of(RedisCommand.values()), null);
  }

  /** Whether there is anything that the user must not do. */
  public boolean isRestricted() {
    return commands.size() < RedisCommand.values().length || keyPrefixes != null;
  }

  @Override
  public String toString() {
    return "user '" + name + "'";
  }
}
