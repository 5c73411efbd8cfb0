// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.util.stream.Collectors.joining;

import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ServerStat;
import io.nutcracker.stats.Stat;
import java.util.stream.Stream;

/** The text of {@code -D}: the tables of figures, in twemproxy's form. */
final class StatsDescription {
  static final String TEXT =
      "pool stats:\n" + lines(PoolStat.values()) + "\nserver stats:\n" + lines(ServerStat.values());

  private StatsDescription() {}

  private static String lines(Stat[] table) {
    return Stream.of(table)
        .map(stat -> "  %-20s\"%s\"\n".formatted(stat.statName(), stat.description()))
        .collect(joining());
  }
}
