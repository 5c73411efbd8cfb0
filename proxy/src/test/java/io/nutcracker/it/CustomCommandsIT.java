// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that only the configuration knows; here some of Redis that have no place in a pool. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record CustomCommandsIT(SubjectProxy.Starter kind) {
  private static final String COMMANDS =
      """

         - name: MOVE
         - name: pfdebug
           key: second
         - name: LATENCY
           key: none
         - name: X
           key: all
      """;

  private static final String ALICE =
      """

         - name: alice
           password: hers
           keys:
            - "a:"
      """;

  private static TestPool pool(RedisServer one, RedisServer two) {
    return TestPool.redis("alpha", List.of(one.poolEntry("s0"), two.poolEntry("s1")))
        .with("custom_commands", COMMANDS);
  }

  @Test
  void goWhereTheirKeyLives() {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var proxy = kind.start(List.of(pool(one, two)), 16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 20; i++) {
        say(client, "SET", "key:" + i, "v");
        assertThat(say(client, "move", "key:" + i, "1")).isEqualTo(":1\r\n");
        say(client, "PFADD", "log:" + i, "a", "b");
        assertThat(say(client, "PFDEBUG", "ENCODING", "log:" + i)).isEqualTo("+sparse\r\n");
      }
      assertThat(say(client, "LATENCY", "RESET")).isEqualTo(":0\r\n");
      assertThat(say(client, "MOVE"))
          .isEqualTo("-ERR wrong number of arguments for 'move' command\r\n");
      assertThat(say(client, "x", "one", "two", "three", "four", "five", "six"))
          .startsWith("-CROSSSLOT Keys in request don't hash to the same slot: 'one' and '");
      assertThat(say(client, "CUSTOM_FIRST_KEY", "a")).startsWith("-ERR unknown command");
      assertThat(say(client, "PING")).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void usersMayNotNameOthersKeys() {
    try (var one = RedisServer.start();
        var two = RedisServer.start();
        var proxy = kind.start(List.of(pool(one, two).with("users", ALICE)), 16384);
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(client, "AUTH", "alice", "hers");
      assertThat(say(client, "MOVE", "a:1", "1")).isEqualTo(":0\r\n");
      for (String[] request :
          new String[][] {{"MOVE", "b:1", "1"}, {"X", "a:1", "b:1"}, {"LATENCY", "RESET"}}) {
        assertThat(say(client, request)).isEqualTo("-NOPERM No permissions to access a key\r\n");
      }
    }
  }
}
