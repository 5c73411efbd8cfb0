// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.TransportChoice;

/**
 * What the command line says about a running proxy, as opposed to its pools.
 *
 * @param workers event-loop threads, at least 1
 * @param transport the operating system's event interface
 * @param statsAddress host to bind the stats port to
 * @param statsPort the stats port; 0 lets the system choose (tests)
 * @param mbufSizeBytes size of a read chunk
 */
public record ProxyOptions(
    int workers,
    TransportChoice transport,
    String statsAddress,
    int statsPort,
    int mbufSizeBytes) {}
