// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a pool knows besides those of {@link RedisCommand}: of modules, or of servers
 * newer than this program.
 */
public record CustomCommands(List<Custom> commands) {
  /** Of a pool whose configuration names none. */
  public static final CustomCommands NONE = new CustomCommands(List.of());

  /**
   * One of them.
   *
   * @param name in upper case
   * @param command the constant that tells where its keys are
   */
  public record Custom(String name, RedisCommand command) {}

  public CustomCommands {
    commands = List.copyOf(commands);
  }

  /**
   * The command of this name in any case, or null. Asked when no other has the name; looks at one
   * after the other, because a configuration names few.
   */
  @Nullable RedisCommand named(ByteBuf in, int from, int length) {
    for (int i = 0; i < commands.size(); i++) {
      Custom custom = commands.get(i);
      if (RedisCommand.isName(custom.name(), in, from, length)) {
        return custom.command();
      }
    }
    return null;
  }
}
