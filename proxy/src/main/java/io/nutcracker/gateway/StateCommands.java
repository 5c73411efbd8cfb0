// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The commands that change the state of a connection, or end it. A visitor has none of its own: its
 * next request may come on another one.
 */
final class StateCommands {
  /** The table. */
  static final Set<String> NAMES =
      Set.of(
          "AUTH",
          "CLIENT CACHING",
          "CLIENT NO-EVICT",
          "CLIENT NO-TOUCH",
          "CLIENT REPLY",
          "CLIENT SETINFO",
          "CLIENT SETNAME",
          "CLIENT TRACKING",
          "DISCARD",
          "EXEC",
          "HELLO",
          "MONITOR",
          "MULTI",
          "PUNSUBSCRIBE",
          "QUIT",
          "RESET",
          "SELECT",
          "SUNSUBSCRIBE",
          "UNSUBSCRIBE",
          "UNWATCH",
          "WATCH");

  /** Longer than any of them. */
  private static final int MAX_LENGTH = 32;

  private StateCommands() {}

  /**
   * Whether these words, of which there is at least one, are such a command.
   *
   * @param last one more word, unless it is empty
   */
  static boolean contain(List<byte[]> words, ByteBuf last) {
    String name = upperCase(words.getFirst());
    String subcommand =
        words.size() > 1
            ? upperCase(words.get(1))
            : last.toString(last.readerIndex(), shortLength(last), ISO_8859_1)
                .toUpperCase(Locale.ROOT);
    return NAMES.contains(name) || NAMES.contains(name + " " + subcommand);
  }

  /** A body may have megabytes; no subcommand does. */
  private static int shortLength(ByteBuf last) {
    return Math.min(last.readableBytes(), MAX_LENGTH);
  }

  private static String upperCase(byte[] word) {
    return new String(word, ISO_8859_1).toUpperCase(Locale.ROOT);
  }
}
