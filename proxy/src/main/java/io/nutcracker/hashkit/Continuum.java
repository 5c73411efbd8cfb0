// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import java.util.Arrays;

/**
 * An immutable snapshot of which hash belongs to which live server. Shared by all workers: a server
 * that is ejected or comes back gives a new snapshot.
 */
public interface Continuum {
  /**
   * The index, in the pool's sorted list of all servers, of the server that owns this unsigned
   * 32-bit hash.
   */
  int serverIndex(int hash);

  /**
   * The part of all hashes that belongs to each server, 0 to 1; not a number where a hash belongs
   * to none in particular.
   *
   * @param servers how many the pool has, live or not
   */
  default double[] shares(int servers) {
    var shares = new double[servers];
    Arrays.fill(shares, Double.NaN);
    return shares;
  }

  /** Whether the answer depends on the hash at all; if not, any number will do for one. */
  default boolean usesHash() {
    return true;
  }
}
