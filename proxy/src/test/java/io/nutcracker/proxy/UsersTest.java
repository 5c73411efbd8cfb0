// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigText;
import io.nutcracker.config.UserConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is let in with what. */
class UsersTest {
  private static final String ALICE = "users: [{name: alice, password: hers}]";

  private static Users users(String directives) throws ConfigException {
    return new Users(ConfigText.pool(ConfigText.alphaWith("redis: true\n  " + directives)));
  }

  private static @Nullable String name(@Nullable UserConfig user) {
    return user == null ? null : user.name();
  }

  @Test
  void withoutAnyPasswordEverybodyIsTheDefaultUser() throws ConfigException {
    Users users = users("timeout: 1");
    assertThat(requireNonNull(users.beforeAuth()).isRestricted()).isFalse();
    assertThat(name(users.beforeAuth())).isEqualTo("default");
    assertThat(name(users.authenticate("default", "anything"))).isEqualTo("default");
    assertThat(users.authenticate("alice", "anything")).isNull();
  }

  @Test
  void redisAuthIsThePasswordOfTheDefaultUser() throws ConfigException {
    Users users = users("redis_auth: pässword\n  " + ALICE);
    assertThat(users.beforeAuth()).isNull();
    // As it stands in a request, byte for character.
    assertThat(name(users.authenticate("default", "p\u00c3\u00a4ssword"))).isEqualTo("default");
    assertThat(users.authenticate("default", "hers")).isNull();
    assertThat(name(users.authenticate("alice", "hers"))).isEqualTo("alice");
  }

  @Test
  void withUsersThereIsNoDefaultUser() throws ConfigException {
    Users users = users(ALICE);
    assertThat(users.beforeAuth()).isNull();
    assertThat(users.authenticate("default", "")).isNull();
    assertThat(users.authenticate("default", "hers")).isNull();
    assertThat(users.authenticate("alice", "")).isNull();
    assertThat(users.authenticate("bob", "hers")).isNull();
    assertThat(users.authenticate("Alice", "hers")).isNull();
    assertThat(name(users.authenticate("alice", "hers"))).isEqualTo("alice");
  }
}
