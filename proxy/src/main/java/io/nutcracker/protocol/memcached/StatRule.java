// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import java.util.Set;

/** What the pool's own line of a stat says, the one under the stat's plain name. */
enum StatRule {
  /** The servers' sum, if all values are numbers; otherwise as {@link #COMMON}. */
  SUM,
  /** The value on which all servers agree; no line if they do not. */
  COMMON,
  /** Nothing: a name means another thing on each server. */
  NONE;

  /** Numbers whose sum means nothing: identities, times, ages, sizes of one thing, switches. */
  private static final Set<String> NOT_ADDED =
      Set.of(
          // stats
          "pid",
          "uptime",
          "time",
          "version",
          "libevent",
          "pointer_size",
          "max_connections",
          "threads",
          "accepting_conns",
          "hash_power_level",
          "hash_is_expanding",
          "slab_reassign_running",
          "lru_crawler_running",
          "extstore_memory_pressure",
          // stats items, without items:<class>:
          "age",
          "age_hot",
          "age_warm",
          "evicted_time",
          // stats slabs, without <class>:
          "chunk_size",
          "chunks_per_page",
          "active_slabs",
          // stats extstore, without <page>:
          "bucket",
          "free_bucket");

  /**
   * The rule of a stat.
   *
   * @param report the argument of {@code stats}: {@code items}; empty for the general ones
   * @param name as the server tells it: {@code items:1:age}
   */
  static StatRule of(String report, String name) {
    return switch (report) {
      case "settings" -> COMMON;
      case "conns" -> NONE;
      default -> NOT_ADDED.contains(name.substring(name.lastIndexOf(':') + 1)) ? COMMON : SUM;
    };
  }
}
