// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start of a request as people may see it: in logs, values are nobody's business. Elements that
 * are no keys are shown as their length, {@code (5 bytes)}, unless everything may be seen.
 */
public final class ShownRequest {
  /** As SLOWLOG of Redis: the last one tells how many more there are. */
  private static final int MOST_ELEMENTS = 32;

  private ShownRequest() {}

  /**
   * The elements of which anything is known.
   *
   * @param start the first bytes of a well-formed request
   */
  public static List<String> of(byte[] start, int length, boolean areValuesShown) {
    var bytes = new Bytes(start, length);
    int elements = bytes.number();
    var shown = new ArrayList<String>();
    RedisCommand command = null;
    for (int i = 0; i < elements && i < MOST_ELEMENTS && bytes.hasMore(); i++) {
      int size = bytes.number();
      if (size < 0) {
        break;
      }
      String text = bytes.text(size);
      command = i == 0 ? RedisCommand.named(text) : command;
      shown.add(i == 0 || areValuesShown || isKey(command, i) ? text : "(" + size + " bytes)");
    }
    if (elements > shown.size()) {
      shown.add("... (" + (elements - shown.size()) + " more arguments)");
    }
    return shown;
  }

  private static boolean isKey(@Nullable RedisCommand command, int element) {
    if (command == null || !command.hasKeys()) {
      return false;
    }
    ElementCount count = command.elements();
    boolean isSubcommand = count == ElementCount.SUBCOMMAND_OF_KEY && element == 1;
    boolean areAllKeys = command.merge() != null && count.keyStep() == 1;
    return isSubcommand || areAllKeys || element == count.keyIndex();
  }

  /** What has not been looked at yet. */
  private static final class Bytes {
    private final byte[] bytes;
    private final int end;
    private int at;

    Bytes(byte[] bytes, int end) {
      this.bytes = bytes;
      this.end = end;
    }

    boolean hasMore() {
      return at < end;
    }

    /** The number of a line like {@code $5}; -1 if the line is cut off. */
    int number() {
      at++;
      int number = 0;
      while (at < end && bytes[at] != '\r') {
        number = number * 10 + (bytes[at] - '0');
        at++;
      }
      boolean isWhole = at < end;
      at += 2;
      return isWhole ? number : -1;
    }

    String text(int size) {
      int from = Math.min(at, end);
      int arrived = Math.min(end - from, size);
      String text = new String(bytes, from, arrived, ISO_8859_1);
      at += size + 2;
      return arrived == size ? text : text + "...";
    }
  }
}
