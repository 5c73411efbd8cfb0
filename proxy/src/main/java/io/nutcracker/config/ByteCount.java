// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as Redis' configuration writes them: 100, 64k, 64kb, 16mb, 1gb. */
public final class ByteCount {
  /** What {@link #parse} returns for a text that is none. */
  static final long NOT_A_COUNT = -1;

  /** No count with more digits fits, whatever its unit. */
  private static final Pattern COUNT = Pattern.compile("([0-9]{1,18})([a-zA-Z]*)");

  /** As Redis: with the b, each is 1024 of the one before, without it 1000. */
  private enum Unit {
    GB(1 << 30),
    MB(1 << 20),
    KB(1 << 10),
    G(1_000_000_000),
    M(1_000_000),
    K(1000),
    B(1);

    private final long bytes;

    Unit(long bytes) {
      this.bytes = bytes;
    }
  }

  private ByteCount() {}

  static long parse(String text) {
    Matcher count = COUNT.matcher(text);
    if (!count.matches()) {
      return NOT_A_COUNT;
    }
    String name = count.group(2).isEmpty() ? "B" : count.group(2).toUpperCase(Locale.ROOT);
    return Arrays.stream(Unit.values())
        .filter(unit -> unit.name().equals(name))
        .mapToLong(unit -> times(Long.parseLong(count.group(1)), unit.bytes))
        .findFirst()
        .orElse(NOT_A_COUNT);
  }

  private static long times(long number, long bytes) {
    return number > Long.MAX_VALUE / bytes ? Long.MAX_VALUE : number * bytes;
  }

  /** The count in the largest unit that leaves no fraction. */
  public static String text(long bytes) {
    for (Unit unit : new Unit[] {Unit.GB, Unit.MB, Unit.KB}) {
      if (bytes >= unit.bytes && bytes % unit.bytes == 0) {
        return bytes / unit.bytes + unit.name().toLowerCase(Locale.ROOT);
      }
    }
    return Long.toString(bytes);
  }
}
