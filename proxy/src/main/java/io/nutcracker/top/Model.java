// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.time.ZoneId;
import java.util.Optional;

/**
 * All that can be drawn.
 *
 * @param address where it was asked
 * @param before the snapshot before the latest one, for rates
 * @param now the latest one
 * @param trouble why there is no later one
 * @param zone in which times of day are told
 */
record Model(
    StatsAddress address,
    Optional<Snapshot> before,
    Optional<Snapshot> now,
    Optional<Trouble> trouble,
    ZoneId zone) {
  static Model empty(StatsAddress address, ZoneId zone) {
    return new Model(address, Optional.empty(), Optional.empty(), Optional.empty(), zone);
  }

  /**
   * The same with what was just said.
   *
   * @param shortest rates are made of snapshots that are at least that many nanoseconds apart
   */
  Model with(Snapshot next, long shortest) {
    boolean isSoon = now.isPresent() && next.nanos() - now.get().nanos() < shortest;
    return new Model(address, isSoon ? before : now, Optional.of(next), Optional.empty(), zone);
  }

  /** The same, but nothing was said. The trouble began with the first of its kind. */
  Model with(String reason, long nowMillis) {
    long since = trouble.map(Trouble::sinceMillis).orElse(nowMillis);
    return new Model(address, before, now, Optional.of(new Trouble(reason, since)), zone);
  }

  /** The pool of this name, or the first if there is none of this name. */
  Optional<PoolFigures> pool(String name) {
    return now.flatMap(snapshot -> snapshot.pool(snapshot.nameOrFirst(name)));
  }
}
