// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The latencies of all pools, of all workers together. Used by one thread, which calls {@link
 * #tick} every {@link LatencyHistory#TICK_SECONDS}. A history begins when there is first something
 * to remember, so that thousands of servers cost nothing before they are used.
 */
public final class Latencies {
  private final List<WorkerCounters> workers;
  private final List<OfPool> pools = new ArrayList<>();

  public Latencies(List<WorkerCounters> workers) {
    this.workers = List.copyOf(workers);
    List<PoolCounters> first = workers.getFirst().pools();
    for (int i = 0; i < first.size(); i++) {
      pools.add(new OfPool(i, first.get(i).servers().size()));
    }
  }

  @SuppressWarnings("EnumOrdinal") // the array lives and dies with the tables
  private static final class OfPool {
    private static final int PARTS = LatencyPart.values().length;

    final int pool;
    final @Nullable LatencyHistory[] groups =
        new @Nullable LatencyHistory[CommandGroup.values().length * PARTS];
    final @Nullable LatencyHistory[] servers;

    OfPool(int pool, int servers) {
      this.pool = pool;
      this.servers = new @Nullable LatencyHistory[servers * PARTS];
    }

    static int index(CommandGroup group, LatencyPart part) {
      return index(group.ordinal(), part);
    }

    static int index(int server, LatencyPart part) {
      return server * PARTS + part.ordinal();
    }
  }

  /** How long a group's requests took in a part; empty if there were none until the last tick. */
  public Optional<LatencyHistory> group(int pool, CommandGroup group, LatencyPart part) {
    return Optional.ofNullable(pools.get(pool).groups[OfPool.index(group, part)]);
  }

  /** How long the requests to a server took; empty if there were none until the last tick. */
  public Optional<LatencyHistory> server(int pool, int server, LatencyPart part) {
    return Optional.ofNullable(pools.get(pool).servers[OfPool.index(server, part)]);
  }

  /** Begins the histories that are missing, so that nothing is missed that has been recorded. */
  public void refresh() {
    pools.forEach(pool -> {
      for (LatencyPart part : LatencyPart.values()) {
        for (CommandGroup group : CommandGroup.values()) {
          refreshGroup(pool, group, part);
        }
        for (int server = 0; server < pool.servers.length / OfPool.PARTS; server++) {
          refreshServer(pool, server, part);
        }
      }
    });
  }

  private void refreshGroup(OfPool pool, CommandGroup group, LatencyPart part) {
    int index = OfPool.index(group, part);
    if (pool.groups[index] == null
        && latencies(pool.pool).anyMatch(latencies -> latencies.hasGroup(group, part))) {
      Consumer<Histogram> recorded =
          sum -> latencies(pool.pool).forEach(latencies -> latencies.addGroup(group, part, sum));
      pool.groups[index] = new LatencyHistory(recorded, PoolLatencies::forGroup);
    }
  }

  private void refreshServer(OfPool pool, int server, LatencyPart part) {
    int index = OfPool.index(server, part);
    if (pool.servers[index] == null
        && latencies(pool.pool).anyMatch(latencies -> latencies.hasServer(server, part))) {
      Consumer<Histogram> recorded =
          sum -> latencies(pool.pool).forEach(latencies -> latencies.addServer(server, part, sum));
      pool.servers[index] = new LatencyHistory(recorded, PoolLatencies::forServer);
    }
  }

  private Stream<PoolLatencies> latencies(int pool) {
    return workers.stream().map(worker -> worker.pools().get(pool).latencies());
  }

  /** Ten seconds have passed. */
  public void tick(Instant now) {
    refresh();
    for (OfPool pool : pools) {
      Stream.concat(Stream.of(pool.groups), Stream.of(pool.servers))
          .flatMap(Stream::ofNullable)
          .forEach(history -> history.tick(now));
    }
  }
}
