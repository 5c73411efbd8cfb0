// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
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

  /** One MD5 digest gives four points. */
  private static final int POINTS_PER_DIGEST = Md5.DIGEST_BYTES / Integer.BYTES;

  /** As twemproxy: what is hashed for a point, name and number together, is cut to this length. */
  private static final int MAX_LABEL_BYTES = 272;

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

  Ketama(List<RingServer> live) {
    var ring = sortedRing(live, pointCounts(live));
    points = new int[ring.length + 1];
    serverIndices = new int[ring.length + 1];
    for (int i = 0; i < ring.length; i++) {
      points[i] = (int) (ring[i] >> 32);
      serverIndices[i] = (int) ring[i];
    }
    points[ring.length] = Integer.MAX_VALUE;
    serverIndices[ring.length] = serverIndices[0];
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
    float groups = share * POINTS_PER_SERVER / POINTS_PER_DIGEST * servers;
    groups = (float) (groups + 1e-10);
    return (int) (POINTS_PER_DIGEST * Math.floor(groups));
  }

  /**
   * All points, ascending. A point and its owner are packed into one number for sorting: the point
   * above, its highest bit flipped, and the owner below, so that of two equal points the one of the
   * earlier server comes first.
   */
  private static long[] sortedRing(List<RingServer> live, int[] counts) {
    var ring = new long[Arrays.stream(counts).sum()];
    var md5 = Md5.newDigest();
    int size = 0;
    for (int s = 0; s < counts.length; s++) {
      var server = live.get(s);
      for (int group = 0; group < counts[s] / POINTS_PER_DIGEST; group++) {
        var digest = digest(md5, server.name() + "-" + group);
        for (int offset = 0; offset < digest.length; offset += Integer.BYTES) {
          int flipped = Md5.wordLE(digest, offset) ^ Integer.MIN_VALUE;
          ring[size++] = (long) flipped << 32 | server.index();
        }
      }
    }
    Arrays.sort(ring);
    return ring;
  }

  private static byte[] digest(MessageDigest md5, String label) {
    var bytes = label.getBytes(UTF_8);
    md5.update(bytes, 0, Math.min(bytes.length, MAX_LABEL_BYTES));
    return md5.digest();
  }
}
