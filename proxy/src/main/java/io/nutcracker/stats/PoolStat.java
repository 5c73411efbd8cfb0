// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static io.nutcracker.stats.StatType.COUNTER;
import static io.nutcracker.stats.StatType.GAUGE;

/** Per-pool figures. Names and descriptions are part of the stats protocol: do not reword them. */
public enum PoolStat implements Stat {
  CLIENT_EOF("client_eof", COUNTER, "# eof on client connections"),
  CLIENT_ERR("client_err", COUNTER, "# errors on client connections"),
  CLIENT_CONNECTIONS("client_connections", GAUGE, "# active client connections"),
  SERVER_EJECTS("server_ejects", COUNTER, "# times backend server was ejected"),
  FORWARD_ERROR("forward_error", COUNTER, "# times we encountered a forwarding error"),
  FRAGMENTS("fragments", COUNTER, "# fragments created from a multi-vector request");

  private final String statName;
  private final StatType type;
  private final String description;

  PoolStat(String statName, StatType type, String description) {
    this.statName = statName;
    this.type = type;
    this.description = description;
  }

  @Override
  public String statName() {
    return statName;
  }

  @Override
  public StatType type() {
    return type;
  }

  @Override
  public String description() {
    return description;
  }
}
