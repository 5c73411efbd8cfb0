// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import java.util.List;

/** A pool's {@link Continuum} for each set of servers that may be live. */
@FunctionalInterface
public interface Continua {
  /**
   * Spreads all hashes over these servers.
   *
   * @param live at least one of the pool's servers, in the pool's order
   */
  Continuum over(List<RingServer> live);
}
