// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.nutcracker.config.ServerConfig;

/**
 * One server of a pool, shared by all workers.
 *
 * @param index its position in the pool's sorted list, which is what the continuum yields
 */
public record Server(ServerConfig config, int index) {}
