// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing in the configuration file that is wrong, or doubtful enough for a warning. Prints as
 * {@code conf/nutcracker.yml:7: pool 'alpha': hash: 'fnv1a_65' is not one of [one_at_a_time, …]}.
 *
 * @param file as the operator named it
 * @param line counted from 1; 0 when it concerns the file as a whole
 * @param pool the pool's name, or null outside of pools
 * @param key the directive or setting, or null when it concerns no single one
 * @param found the offending value as written, or null when there is none or it must stay secret
 * @param expected what is the matter and what is allowed, reading on from {@code found}
 */
public record ConfigProblem(
    String file,
    int line,
    @Nullable String pool,
    @Nullable String key,
    @Nullable String found,
    String expected) {
  private static final int LONGEST_VALUE_SHOWN = 120;

  @Override
  public String toString() {
    var text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ");
    if (pool != null) {
      text.append("pool ").append(quoted(pool)).append(": ");
    }
    if (key != null) {
      text.append(printable(key)).append(": ");
    }
    if (found != null) {
      text.append(quoted(found)).append(' ');
    }
    return text.append(expected).toString();
  }

  static String quoted(String text) {
    return "'" + printable(text) + "'";
  }

  /** Keeps a problem on one line of reasonable length whatever the file holds. */
  static String printable(String text) {
    var shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (shown.length() >= LONGEST_VALUE_SHOWN) {
        return shown.append("...").toString();
      }
      if (Character.isISOControl(c)) {
        shown.append(String.format("\\x%02x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }
}
