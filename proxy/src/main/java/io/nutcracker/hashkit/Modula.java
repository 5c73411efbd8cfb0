// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import java.util.List;

/**
 * The hash modulo the total weight. Picture each live server written down as many times as its
 * weight, one after the other: the remainder selects one place of that list.
 *
 * <p>twemproxy keeps the list itself, 800 MB for a weight of 10^8. Here it is only the place where
 * each server's run ends.
 */
final class Modula implements Continuum {
  private final int[] serverIndices;

  /** Sums of the weights up to and including each server, ascending. */
  private final long[] ends;

  private final long totalWeight;

  Modula(List<RingServer> live) {
    serverIndices = live.stream().mapToInt(RingServer::index).toArray();
    ends = live.stream().mapToLong(RingServer::weight).toArray();
    for (int i = 1; i < ends.length; i++) {
      ends[i] += ends[i - 1];
    }
    totalWeight = ends[ends.length - 1];
  }

  @Override
  public double[] shares(int servers) {
    var shares = new double[servers];
    long start = 0;
    for (int i = 0; i < ends.length; i++) {
      shares[serverIndices[i]] = (double) (ends[i] - start) / totalWeight;
      start = ends[i];
    }
    return shares;
  }

  /** Binary search for the first run that ends after the place. */
  @Override
  public int serverIndex(int hash) {
    long place = Integer.toUnsignedLong(hash) % totalWeight;
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return serverIndices[low];
  }
}
