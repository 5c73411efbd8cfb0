// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

/** Figures of the whole proxy. As twemproxy: listeners count as connections. */
public enum ProxyStat implements Stat {
  TOTAL_CONNECTIONS("total_connections", StatType.COUNTER, "# connections since start"),
  CURR_CONNECTIONS("curr_connections", StatType.GAUGE, "# open connections");

  private final String statName;
  private final StatType type;
  private final String description;

  ProxyStat(String statName, StatType type, String description) {
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
