// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One worker's latencies in one pool since the start, in nanoseconds: by group of commands in all
 * three {@linkplain LatencyPart parts}, and by server in the two that a server has to do with.
 *
 * <p>Only that worker records; any thread may add up, without stopping it: a count that changes
 * meanwhile is seen before or after the change. A histogram is made when it is first needed; those
 * of servers, of which there may be thousands, are coarser.
 */
@SuppressWarnings("EnumOrdinal") // the arrays live and die with the tables
public final class PoolLatencies {
  /** What is shorter counts as this. */
  private static final long SHORTEST_NANOS = 1000;

  /** What is longer counts as this. */
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Exact to 1 %. */
  private static final int GROUP_DIGITS = 2;

  /** Exact to 6 %, in 2 KB. */
  private static final int SERVER_DIGITS = 1;

  private static final int PARTS = LatencyPart.values().length;

  private final AtomicReferenceArray<@Nullable Histogram> groups =
      new AtomicReferenceArray<>(CommandGroup.values().length * PARTS);

  private final AtomicReferenceArray<@Nullable Histogram> servers;

  public PoolLatencies(int servers) {
    this.servers = new AtomicReferenceArray<>(servers * PARTS);
  }

  /** An empty histogram to which those of a group can be added. */
  public static Histogram forGroup() {
    return histogram(GROUP_DIGITS);
  }

  /** An empty histogram to which those of a server can be added. */
  public static Histogram forServer() {
    return histogram(SERVER_DIGITS);
  }

  private static Histogram histogram(int digits) {
    return new Histogram(SHORTEST_NANOS, LONGEST_NANOS, digits);
  }

  /** So many requests of a group took this long in a part. */
  public void recordGroup(CommandGroup group, LatencyPart part, long nanos, int count) {
    record(groups, index(group, part), nanos, count, GROUP_DIGITS);
  }

  /** So many requests to a server took this long in a part. */
  public void recordServer(int server, LatencyPart part, long nanos, int count) {
    record(servers, server * PARTS + part.ordinal(), nanos, count, SERVER_DIGITS);
  }

  private static void record(
      AtomicReferenceArray<@Nullable Histogram> histograms,
      int index,
      long nanos,
      int count,
      int digits) {
    Histogram histogram = histograms.getPlain(index);
    if (histogram == null) {
      histogram = histogram(digits);
      histograms.setRelease(index, histogram);
    }
    histogram.recordValueWithCount(Math.clamp(nanos, 0, LONGEST_NANOS), count);
  }

  /** Whether anything was recorded for a group; any thread may ask. */
  public boolean hasGroup(CommandGroup group, LatencyPart part) {
    return groups.getAcquire(index(group, part)) != null;
  }

  /** Whether anything was recorded for a server; any thread may ask. */
  public boolean hasServer(int server, LatencyPart part) {
    return servers.getAcquire(server * PARTS + part.ordinal()) != null;
  }

  /** Adds what a group's requests took in a part; any thread may ask. */
  public void addGroup(CommandGroup group, LatencyPart part, Histogram sum) {
    add(groups.getAcquire(index(group, part)), sum);
  }

  /** Adds what the requests to a server took in a part; any thread may ask. */
  public void addServer(int server, LatencyPart part, Histogram sum) {
    add(servers.getAcquire(server * PARTS + part.ordinal()), sum);
  }

  private static void add(@Nullable Histogram recorded, Histogram sum) {
    if (recorded != null) {
      sum.add(recorded);
    }
  }

  private static int index(CommandGroup group, LatencyPart part) {
    return group.ordinal() * PARTS + part.ordinal();
  }
}
