// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

/**
 * What a table of figures says of one of them.
 *
 * @param name the key in the stats JSON
 * @param type how the figure behaves over time
 * @param description what {@code --describe-stats} prints
 */
public record StatRow(String name, StatType type, String description) {
  static StatRow counter(String name, String description) {
    return new StatRow(name, StatType.COUNTER, description);
  }

  static StatRow gauge(String name, String description) {
    return new StatRow(name, StatType.GAUGE, description);
  }

  static StatRow timestamp(String name, String description) {
    return new StatRow(name, StatType.TIMESTAMP, description);
  }
}
