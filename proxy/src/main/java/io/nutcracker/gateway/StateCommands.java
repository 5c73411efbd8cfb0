// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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

  private StateCommands() {}

  /** Whether these words, of which there is at least one, are such a command. */
  static boolean contain(List<byte[]> words) {
    String name = upperCase(words.getFirst());
    return NAMES.contains(name)
        || (words.size() > 1 && NAMES.contains(name + " " + upperCase(words.get(1))));
  }

  private static String upperCase(byte[] word) {
    return new String(word, ISO_8859_1).toUpperCase(Locale.ROOT);
  }
}
