// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import io.nutcracker.stats.ServerStat;
import io.nutcracker.stats.Stat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * What happens per second, from two snapshots. Unknown until there are two, and when the proxy was
 * started anew in between: a counter that has become less tells of that, too.
 */
record Rates(Optional<Snapshot> before, Snapshot now) {
  /** After a longer pause the mean would tell little of now. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ServerStat[] ERRORS = {
    ServerStat.SERVER_ERR, ServerStat.SERVER_TIMEDOUT, ServerStat.SERVER_EOF
  };

  OptionalDouble of(PoolFigures pool, Stat... stats) {
    return rate(
        before.flatMap(snapshot -> snapshot.pool(pool.name())).map(PoolFigures::stats),
        pool.stats(),
        stats);
  }

  OptionalDouble of(String pool, ServerFigures server, Stat... stats) {
    return rate(
        before.map(snapshot -> snapshot.server(pool, server.name())), server.stats(), stats);
  }

  /** Requests that failed or connections that broke. */
  OptionalDouble errors(PoolFigures pool) {
    return of(pool, ERRORS);
  }

  OptionalDouble errors(String pool, ServerFigures server) {
    return of(pool, server, ERRORS);
  }

  /** Of all pools. */
  OptionalDouble requests() {
    return sum(ServerStat.REQUESTS);
  }

  OptionalDouble errors() {
    return sum(ERRORS);
  }

  private OptionalDouble sum(Stat... stats) {
    double sum = 0;
    for (PoolFigures pool : now.pools()) {
      OptionalDouble rate = of(pool, stats);
      if (rate.isEmpty()) {
        return rate;
      }
      sum += rate.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }

  /** Processors in use: 1.0 for one that is always busy. */
  OptionalDouble cpu() {
    if (before.isEmpty()
        || before.get().process().cpuMillis().isEmpty()
        || now.process().cpuMillis().isEmpty()) {
      return OptionalDouble.empty();
    }
    OptionalDouble millis =
        perSecond(
            before.get().process().cpuMillis().getAsLong(), now.process().cpuMillis().getAsLong());
    return millis.isEmpty() ? millis : OptionalDouble.of(millis.getAsDouble() / 1000);
  }

  private OptionalDouble rate(
      Optional<Map<String, Long>> earlier, Map<String, Long> later, Stat... stats) {
    double sum = 0;
    for (Stat stat : stats) {
      Long first = earlier.map(figures -> figures.get(stat.statName())).orElse(null);
      Long second = later.get(stat.statName());
      OptionalDouble rate =
          first == null || second == null ? OptionalDouble.empty() : perSecond(first, second);
      if (rate.isEmpty()) {
        return rate;
      }
      sum += rate.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }

  private OptionalDouble perSecond(long first, long second) {
    long nanos = before.map(snapshot -> now.nanos() - snapshot.nanos()).orElse(0L);
    return nanos <= 0 || nanos > LONGEST_NANOS || second < first || wasStartedAnew()
        ? OptionalDouble.empty()
        : OptionalDouble.of((second - first) * 1e9 / nanos);
  }

  private boolean wasStartedAnew() {
    return before
        .map(snapshot -> !snapshot.process().startedMillis().equals(now.process().startedMillis()))
        .orElse(false);
  }
}
