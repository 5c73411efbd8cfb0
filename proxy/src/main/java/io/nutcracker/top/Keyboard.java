// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import io.nutcracker.top.Key.Name;
import java.io.IOException;
import java.util.Map;
import org.jline.utils.NonBlockingReader;

/**
 * Makes keys of what a terminal sends: some keys send several characters, of which the first is
 * Escape.
 */
final class Keyboard {
  private static final int ESCAPE = 27;
  private static final int DELETE = 127;
  private static final int FIRST_PRINTABLE = 32;

  /** The rest of a key's characters follows at once, but a slow network may part them. */
  private static final long REST_MS = 100;

  /** Longer than what terminals answer to questions about them, which may come late. */
  private static final int LONGEST_SEQUENCE = 128;

  private static final Map<String, Name> SEQUENCES =
      Map.ofEntries(
          Map.entry("A", Name.UP),
          Map.entry("B", Name.DOWN),
          Map.entry("C", Name.RIGHT),
          Map.entry("D", Name.LEFT),
          Map.entry("H", Name.HOME),
          Map.entry("F", Name.END),
          Map.entry("Z", Name.BACK_TAB),
          Map.entry("1~", Name.HOME),
          Map.entry("7~", Name.HOME),
          Map.entry("4~", Name.END),
          Map.entry("8~", Name.END),
          Map.entry("5~", Name.PAGE_UP),
          Map.entry("6~", Name.PAGE_DOWN),
          Map.entry("M", Name.ENTER));

  private final NonBlockingReader reader;

  Keyboard(NonBlockingReader reader) {
    this.reader = reader;
  }

  /** The next key, or none if none was pressed in so many milliseconds. */
  Key read(long timeoutMs) throws IOException {
    int character = reader.read(timeoutMs);
    return switch (character) {
      case NonBlockingReader.READ_EXPIRED -> Key.of(Name.NONE);
      case NonBlockingReader.EOF -> Key.of(Name.GONE);
      case ESCAPE -> afterEscape();
      case '\t' -> Key.of(Name.TAB);
      case '\r', '\n' -> Key.of(Name.ENTER);
      case '\b', DELETE -> Key.of(Name.BACKSPACE);
      case 'C' - '@' -> Key.of(Name.INTERRUPT);
      default -> character < FIRST_PRINTABLE ? Key.of(Name.NONE) : Key.typed(character);
    };
  }

  private Key afterEscape() throws IOException {
    int introducer = reader.read(REST_MS);
    if (introducer < 0) {
      return Key.of(Name.ESCAPE);
    }
    if (introducer != '[' && introducer != 'O') {
      return Key.of(Name.NONE);
    }
    var rest = new StringBuilder();
    int character;
    do {
      character = reader.read(REST_MS);
      rest.appendCodePoint(Math.max(0, character));
    } while (character >= 0 && !isLast(character) && rest.length() < LONGEST_SEQUENCE);
    return Key.of(SEQUENCES.getOrDefault(rest.toString(), Name.NONE));
  }

  /** As ECMA-48 says of control sequences. */
  private static boolean isLast(int character) {
    return character >= '@' && character <= '~';
  }
}
