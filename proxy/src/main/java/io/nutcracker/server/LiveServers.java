// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.nutcracker.hashkit.KeyRouter;
import java.util.BitSet;

/**
 * Which servers of a pool take part at one moment, and which key belongs to which of them. A
 * snapshot that never changes: all workers share it, and a request is routed on one, however many
 * keys it has.
 */
public final class LiveServers {
  private final KeyRouter router;
  private final BitSet ejected;
  private final long nextReturnNanos;

  /**
   * @param ejected the indices of the servers that take no requests
   * @param nextReturnNanos when the first of them may come back; without meaning if there is none
   */
  LiveServers(KeyRouter router, BitSet ejected, long nextReturnNanos) {
    this.router = router;
    this.ejected = (BitSet) ejected.clone();
    this.nextReturnNanos = nextReturnNanos;
  }

  /** Which key belongs to which server; an ejected one may be among them, see {@link Ejection}. */
  public KeyRouter router() {
    return router;
  }

  /** Whether this server takes no requests. */
  public boolean isEjected(int serverIndex) {
    return ejected.get(serverIndex);
  }

  /** The indices of the servers that take no requests; the caller's own. */
  BitSet ejected() {
    return (BitSet) ejected.clone();
  }

  /** Whether the time of an ejected server has passed. */
  boolean isReturnDue(long nowNanos) {
    return !ejected.isEmpty() && nextReturnNanos - nowNanos <= 0;
  }
}
