// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

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

  /** Whether the answer depends on the hash at all; if not, any number will do for one. */
  default boolean usesHash() {
    return true;
  }
}
