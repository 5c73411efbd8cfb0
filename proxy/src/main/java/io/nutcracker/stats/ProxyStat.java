// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static io.nutcracker.stats.StatRow.counter;
import static io.nutcracker.stats.StatRow.gauge;

/** Figures of the whole proxy. As twemproxy: listeners count as connections. */
@SuppressWarnings("ImmutableEnumChecker") // A row is a record of constants.
public enum ProxyStat implements Stat {
  TOTAL_CONNECTIONS(counter("total_connections", "# connections since start")),
  CURR_CONNECTIONS(gauge("curr_connections", "# open connections"));

  private final StatRow row;

  ProxyStat(StatRow row) {
    this.row = row;
  }

  @Override
  public StatRow row() {
    return row;
  }
}
