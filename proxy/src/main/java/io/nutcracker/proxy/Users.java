// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.nutcracker.config.PasswordDigest;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.UserConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom the clients of a pool may authenticate as. Immutable, so that workers could share it. */
final class Users {
  /** Who clients are that need no password. */
  private static final UserConfig ANYBODY = UserConfig.defaultWith("");

  private final Map<String, UserConfig> byName = new HashMap<>();
  private final boolean areNamed;

  Users(PoolConfig config) {
    areNamed = !config.users().isEmpty();
    config.users().forEach(user -> byName.put(user.name(), user));
    String password = config.redisAuth();
    if (password != null) {
      byName.put(UserConfig.DEFAULT, UserConfig.defaultWith(password));
    }
  }

  /** Whether the pool has users of its own, which twemproxy does not know. */
  boolean areNamed() {
    return areNamed;
  }

  /** Who a client is that has not authenticated; null if it must. */
  @Nullable UserConfig beforeAuth() {
    return byName.isEmpty() ? ANYBODY : null;
  }

  /**
   * The user of this name, or null if there is none or it has another password. It takes the same
   * time to compare a password with that of a user who does not exist.
   */
  @Nullable UserConfig authenticate(String name, String password) {
    if (byName.isEmpty()) {
      // As Redis: the default user without a password is let in with any.
      return name.equals(UserConfig.DEFAULT) ? ANYBODY : null;
    }
    UserConfig user = byName.get(name);
    PasswordDigest expected = user == null ? PasswordDigest.ofNothing() : user.password();
    boolean isRight = expected.equals(PasswordDigest.of(password.getBytes(ISO_8859_1)));
    return isRight ? user : null;
  }
}
