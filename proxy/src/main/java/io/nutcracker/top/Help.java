// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;

/** What the keys do. */
final class Help {
  private static final List<Map.Entry<String, String>> KEYS =
      List.of(
          Map.entry("↑ ↓ j k", "another row; Page up and down, Home and End"),
          Map.entry("Enter", "the servers of the pool"),
          Map.entry("Esc Backspace", "back to all pools"),
          Map.entry("← →", "the pool before, the next pool"),
          Map.entry("Tab 1-5", "another view"),
          Map.entry("s S", "sort by the next column, the other way round"),
          Map.entry("/", "only rows that hold a text"),
          Map.entry("p", "pause"),
          Map.entry("? h", "this help"),
          Map.entry("q Ctrl-C", "leave"));

  private static final List<String> WORDS =
      List.of(
          "Rates are means since the last look. In/s and Out/s are bytes of requests and",
          "responses; p50, p99 and Longest the time at the servers in the last minute.");

  private Help() {}

  static List<AttributedString> lines(Screen screen) {
    var lines = new ArrayList<AttributedString>();
    lines.add(AttributedString.EMPTY);
    KEYS.forEach(key ->
        lines.add(
            screen.line().addIn(16, key.getKey(), false, Ink.TITLE).add(key.getValue()).end()));
    lines.add(AttributedString.EMPTY);
    WORDS.forEach(words -> lines.add(screen.line().add(words, Ink.QUIET).end()));
    return lines;
  }
}
