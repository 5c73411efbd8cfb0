// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The whole configuration file.
 *
 * @param pools in twemproxy's order: by length of the name in bytes, then by its bytes
 * @param workers the file's {@code workers} setting, if given
 * @param transport the file's {@code transport} setting, if given
 * @param maxMemory the file's {@code max_memory} setting in bytes, if given
 */
public record NutcrackerConfig(
    List<PoolConfig> pools,
    OptionalInt workers,
    Optional<TransportChoice> transport,
    OptionalLong maxMemory) {
  /** The most event-loop threads that the file or the command line may ask for. */
  public static final int MAX_WORKERS = 1024;

  /** Less would not let one client have what each may have. */
  static final long LEAST_MAX_MEMORY = 32L << 20;

  static final long MOST_MAX_MEMORY = 1L << 40;

  public NutcrackerConfig {
    pools = List.copyOf(pools);
  }
}
