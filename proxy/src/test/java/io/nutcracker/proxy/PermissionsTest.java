// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.config.PasswordDigest;
import io.nutcracker.config.UserConfig;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.testing.Resp;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may ask for. */
class PermissionsTest {
  private static final Set<RedisCommand> ALL = EnumSet.allOf(RedisCommand.class);

  private static UserConfig alice(Set<RedisCommand> commands, @Nullable List<String> keys) {
    return new UserConfig("alice", PasswordDigest.of("hers"), commands, keys);
  }

  /** Empty if it is permitted. */
  private static String refusal(UserConfig user, String request) {
    List<String> words = List.of(request.split(" ", -1));
    ByteBuf in = Unpooled.copiedBuffer(Resp.command(words), ISO_8859_1);
    RedisCommand command = RedisCommand.valueOf(words.getFirst());
    Permissions permissions = Permissions.of(user);
    String refusal = permissions == null ? null : permissions.refusal(command, words.size(), in, 0);
    return refusal == null ? "" : "-" + refusal + "\r\n";
  }

  @Test
  void whoMayDoEverythingIsNotAskedAbout() {
    assertThat(Permissions.of(null)).isNull();
    assertThat(Permissions.of(alice(ALL, null))).isNull();
    assertThat(Permissions.of(alice(ALL, List.of("a:")))).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(RedisCommand.class)
  void whoMaySayNothingMayStillBecomeAnother(RedisCommand command) {
    String refusal = refusal(alice(Set.of(), null), command.name());
    assertThat(refusal.isEmpty())
        .isEqualTo(
            EnumSet.of(RedisCommand.AUTH, RedisCommand.HELLO, RedisCommand.QUIT, RedisCommand.RESET)
                .contains(command));
  }

  @Test
  void tellsWhoMayNotSayWhat() {
    assertThat(refusal(alice(EnumSet.of(RedisCommand.GET), null), "SET b 1"))
        .isEqualTo("-NOPERM User alice has no permissions to run the 'set' command\r\n");
    assertThat(refusal(alice(ALL, List.of("a:")), "SET b 1"))
        .isEqualTo("-NOPERM No permissions to access a key\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET a:1",
        "PING b",
        "ECHO b",
        "PUBLISH b b",
        "SPUBLISH b b",
        "SUBSCRIBE b",
        "COMMAND DOCS",
        "MULTI",
        "EXEC",
        "WATCH a:1",
        "EVAL b 0",
        "CLIENT INFO",
        "LOLWUT"
      })
  void whoHasKeysMayNameThem(String request) {
    assertThat(refusal(alice(ALL, List.of("a:")), request)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET b",
        "WATCH a:1 b",
        "MGET a:1 b",
        "KEYS a:*",
        "SCAN 0",
        "DBSIZE",
        "FLUSHALL",
        "FLUSHDB",
        "RANDOMKEY",
        "SCRIPT FLUSH",
        "FUNCTION LIST",
        "PUBSUB CHANNELS"
      })
  void whoHasKeysMayNotNameOthers(String request) {
    assertThat(refusal(alice(ALL, List.of("a:")), request))
        .isEqualTo("-NOPERM No permissions to access a key\r\n");
  }
}
