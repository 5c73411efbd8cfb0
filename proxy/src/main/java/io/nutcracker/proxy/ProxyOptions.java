// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.TransportChoice;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the command line and the file's settings say about a running proxy, as opposed to its pools.
 *
 * @param workers event-loop threads, at least 1
 * @param transport the operating system's event interface
 * @param statsAddress host to bind the admin port to
 * @param statsPort the admin port; 0 lets the system choose (tests)
 * @param mbufSizeBytes size of a read chunk
 * @param maxMemory bytes that all buffers together may have, if not what this machine suggests
 * @param adminToken what HTTP requests to the admin port must know, if anything
 */
public record ProxyOptions(
    int workers,
    TransportChoice transport,
    String statsAddress,
    int statsPort,
    int mbufSizeBytes,
    OptionalLong maxMemory,
    @Nullable String adminToken) {
  /** Without the token: this may end up in a log. */
  @Override
  public String toString() {
    return "%d workers, stats on %s:%d".formatted(workers, statsAddress, statsPort);
  }
}
