// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

/** One row of a table of figures. */
public sealed interface Stat permits ProxyStat, PoolStat, ServerStat {
  /** All that the table says of the figure. */
  StatRow row();

  /** The key in the stats JSON. */
  default String statName() {
    return row().name();
  }

  /** How the figure behaves over time, and so how the workers' parts of it are put together. */
  default StatType type() {
    return row().type();
  }

  /** What {@code --describe-stats} prints. */
  default String description() {
    return row().description();
  }
}
