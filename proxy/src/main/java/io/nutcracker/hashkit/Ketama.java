// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import java.util.Arrays;
import java.util.List;

/**
 * Consistent hashing: each server owns about 160 points, times its share of the weight, on a ring
 * of unsigned 32-bit numbers; a hash belongs to the first point at or after it. Adding or removing
 * one server moves only the keys next to its points.
 *
 * <p>Points come from the MD5 of the server's name, whatever hash places the keys.
 */
final class Ketama implements Continuum {
  private static final int POINTS_PER_SERVER = 160;
  private static final double HASHES = 0x1p32;

  /** twemproxy has memory for the points of this many servers more than are live. */
  private static final int SPARE_SERVERS = 10;

  /**
   * The points in ascending unsigned order, with the highest bit flipped: signed comparison then
   * orders them as unsigned numbers. The last one closes the ring: it is at or after every hash and
   * belongs to the owner of the first.
   */
  private final int[] points;

  /** The owner of each point, an index into the pool's sorted list of servers. */
  private final int[] serverIndices;

  /** For each range of hashes, those with the same upper bits, the first point at or after it. */
  private final int[] firstPoint;

  private final int rangeShift;

  /**
   * @param counts how many of the points are those of each live server
   */
  Ketama(KetamaPoints all, List<RingServer> live, int[] counts) {
    int size = Arrays.stream(counts).sum();
    points = new int[size + 1];
    serverIndices = new int[size + 1];
    all.copyRing(live, counts, points, serverIndices);
    points[size] = Integer.MAX_VALUE;
    serverIndices[size] = serverIndices[0];
    // About two ranges a point: a lookup passes less than one point on average.
    rangeShift = Integer.numberOfLeadingZeros(points.length) - 1;
    firstPoint = firstPoints();
  }

  private int[] firstPoints() {
    var first = new int[1 << (Integer.SIZE - rangeShift)];
    int point = 0;
    for (int range = 0; range < first.length; range++) {
      while (points[point] < ((range << rangeShift) ^ Integer.MIN_VALUE)) {
        point++;
      }
      first[range] = point;
    }
    return first;
  }

  /** The owner of the first point at or after the hash. */
  @Override
  public int serverIndex(int hash) {
    int flipped = hash ^ Integer.MIN_VALUE;
    int point = firstPoint[hash >>> rangeShift];
    while (points[point] < flipped) {
      point++;
    }
    return serverIndices[point];
  }

  /** A point owns what lies between it and the one before; the last one closes the ring. */
  @Override
  public double[] shares(int servers) {
    var shares = new double[servers];
    long before = Integer.MIN_VALUE - 1L;
    for (int i = 0; i < points.length; i++) {
      shares[serverIndices[i]] += (points[i] - before) / HASHES;
      before = points[i];
    }
    return shares;
  }

  /** How many points the ring has. */
  int size() {
    return points.length - 1;
  }

  /** The value of the {@code i}-th point in ascending order, an unsigned 32-bit number. */
  int point(int i) {
    return points[i] ^ Integer.MIN_VALUE;
  }

  /** The server that owns the {@code i}-th point. */
  int pointOwner(int i) {
    return serverIndices[i];
  }

  /**
   * The number of points of each live server.
   *
   * <p>As twemproxy: the total weight is an unsigned 32-bit number and wraps. A total that wrapped
   * to very little asks for more points than twemproxy has memory for, and it crashes; here such a
   * pool gets its points from the true total.
   */
  static int[] pointCounts(List<RingServer> live) {
    long total = live.stream().mapToLong(RingServer::weight).sum();
    var counts = pointCounts(live, total & 0xffffffffL);
    long limit = (live.size() + (long) SPARE_SERVERS) * POINTS_PER_SERVER;
    boolean fits = Arrays.stream(counts).asLongStream().sum() <= limit;
    return fits ? counts : pointCounts(live, total);
  }

  private static int[] pointCounts(List<RingServer> live, long total) {
    return live.stream().mapToInt(s -> pointCount(s.weight(), total, live.size())).toArray();
  }

  /**
   * A server's points: its share of the weight, in groups of four. As twemproxy: every step is
   * rounded to single precision, which costs a group in some pools (25 equal servers have 156
   * points each) and decides where keys live. A very small share has no points.
   */
  private static int pointCount(int weight, long total, int servers) {
    float share = (float) weight / total;
    float groups = share * POINTS_PER_SERVER / KetamaPoints.POINTS_PER_DIGEST * servers;
    groups = (float) (groups + 1e-10);
    return (int) (KetamaPoints.POINTS_PER_DIGEST * Math.floor(groups));
  }
}
