// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The points of a pool's servers in ascending order, of each some more than its ring has. The rings
 * for some of these servers are cut from them: to compute and to sort the points of a thousand
 * servers takes long, and an event loop must not stand still whenever a server is ejected.
 *
 * <p>Immutable.
 */
final class KetamaPoints implements Continua {
  /** One MD5 digest gives four points. */
  static final int POINTS_PER_DIGEST = Md5.DIGEST_BYTES / Integer.BYTES;

  /** As twemproxy: what is hashed for a point, name and number together, is cut to this length. */
  private static final int MAX_LABEL_BYTES = 272;

  /** How many points there are of each server, by its index. */
  private final int[] counts;

  /** The highest bit is flipped: signed comparison then orders them as unsigned numbers. */
  private final int[] points;

  /** The server of each point, an index into the pool's sorted list of servers. */
  private final int[] serverIndices;

  /** Which of its server's points it is, in the order in which they are computed. */
  private final int[] numbers;

  /**
   * @param servers in the pool's order
   */
  KetamaPoints(List<RingServer> servers) {
    var needed = Ketama.pointCounts(servers);
    counts = new int[servers.getLast().index() + 1];
    for (int s = 0; s < needed.length; s++) {
      counts[servers.get(s).index()] = withSpare(needed[s]);
    }
    int size = Arrays.stream(counts).sum();
    points = new int[size];
    serverIndices = new int[size];
    numbers = new int[size];
    sort(servers);
  }

  /** Without the others a server has a larger share, or a group more by rounding. */
  private static int withSpare(int count) {
    return count + (count / POINTS_PER_DIGEST / 4 + 1) * POINTS_PER_DIGEST;
  }

  /**
   * A point and its place in the order of computation are packed into one number for sorting, so
   * that of two equal points the one of the earlier server comes first.
   */
  private void sort(List<RingServer> servers) {
    var computed = new long[points.length];
    var owners = new int[points.length];
    var ownersNumbers = new int[points.length];
    int place = 0;
    for (RingServer server : servers) {
      var words = words(server);
      for (int number = 0; number < words.length; number++) {
        computed[place] = (long) (words[number] ^ Integer.MIN_VALUE) << 32 | place;
        owners[place] = server.index();
        ownersNumbers[place++] = number;
      }
    }
    Arrays.sort(computed);
    for (int i = 0; i < computed.length; i++) {
      points[i] = (int) (computed[i] >> 32);
      place = (int) computed[i];
      serverIndices[i] = owners[place];
      numbers[i] = ownersNumbers[place];
    }
  }

  private int[] words(RingServer server) {
    var words = new int[counts[server.index()]];
    var md5 = Md5.newDigest();
    for (int i = 0; i < words.length; i += POINTS_PER_DIGEST) {
      var digest = digest(md5, server.name() + "-" + i / POINTS_PER_DIGEST);
      for (int j = 0; j < POINTS_PER_DIGEST; j++) {
        words[i + j] = Md5.wordLE(digest, j * Integer.BYTES);
      }
    }
    return words;
  }

  private static byte[] digest(MessageDigest md5, String label) {
    var bytes = label.getBytes(UTF_8);
    md5.update(bytes, 0, Math.min(bytes.length, MAX_LABEL_BYTES));
    return md5.digest();
  }

  @Override
  public Ketama over(List<RingServer> live) {
    var needed = Ketama.pointCounts(live);
    KetamaPoints points = suffice(live, needed) ? this : new KetamaPoints(live);
    return new Ketama(points, live, needed);
  }

  private boolean suffice(List<RingServer> live, int[] needed) {
    for (int s = 0; s < needed.length; s++) {
      int index = live.get(s).index();
      if (index >= counts.length || counts[index] < needed[s]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Copies the points of a ring, ascending.
   *
   * @param needed how many points each of these servers has, and so how many are copied
   */
  void copyRing(List<RingServer> live, int[] needed, int[] ringPoints, int[] ringServers) {
    var limits = new int[counts.length];
    for (int s = 0; s < needed.length; s++) {
      limits[live.get(s).index()] = needed[s];
    }
    int size = 0;
    for (int i = 0; i < points.length; i++) {
      if (numbers[i] < limits[serverIndices[i]]) {
        ringPoints[size] = points[i];
        ringServers[size++] = serverIndices[i];
      }
    }
  }
}
