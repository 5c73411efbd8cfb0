// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static io.nutcracker.stats.StatRow.counter;
import static io.nutcracker.stats.StatRow.gauge;

/** Per-pool figures. Names and descriptions are part of the stats protocol: do not reword them. */
@SuppressWarnings("ImmutableEnumChecker") // A row is a record of constants.
public enum PoolStat implements Stat {
  CLIENT_EOF(counter("client_eof", "# eof on client connections")),
  CLIENT_ERR(counter("client_err", "# errors on client connections")),
  CLIENT_CONNECTIONS(gauge("client_connections", "# active client connections")),
  SERVER_EJECTS(counter("server_ejects", "# times backend server was ejected")),
  FORWARD_ERROR(counter("forward_error", "# times we encountered a forwarding error")),
  FRAGMENTS(counter("fragments", "# fragments created from a multi-vector request"));

  private final StatRow row;

  PoolStat(StatRow row) {
    this.row = row;
  }

  @Override
  public StatRow row() {
    return row;
  }
}
