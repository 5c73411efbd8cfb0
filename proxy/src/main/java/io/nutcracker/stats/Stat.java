// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

/** One row of a table of figures. */
public sealed interface Stat permits ProxyStat, PoolStat, ServerStat {
  /** The key in the stats JSON. */
  String statName();

  /** How the figure behaves over time, and so how the workers' parts of it are put together. */
  StatType type();

  /** What {@code --describe-stats} prints. */
  String description();

  /** Position in its table. */
  int ordinal();
}
