// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The whole configuration file.
 *
 * @param pools in twemproxy's order: by length of the name in bytes, then by its bytes
 * @param workers the file's {@code workers} setting, if given
 * @param transport the file's {@code transport} setting, if given
 */
public record NutcrackerConfig(
    List<PoolConfig> pools, OptionalInt workers, Optional<TransportChoice> transport) {
  /** The most event-loop threads that the file or the command line may ask for. */
  public static final int MAX_WORKERS = 1024;

  public NutcrackerConfig {
    pools = List.copyOf(pools);
  }
}
