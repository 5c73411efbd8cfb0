// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.bootstrap.Bootstrap;
import io.nutcracker.config.PoolConfig;

/**
 * Where a pool's clients come in.
 *
 * @param client connects to the pool's listener
 */
public record PoolDoor(PoolConfig config, Bootstrap client) {
  /** Without more than its name: this may end up in a log. */
  @Override
  public String toString() {
    return "door of " + config;
  }
}
