// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

/**
 * One item of a pool's {@code servers}.
 *
 * @param address {@code host:port:weight} or {@code /path:weight} as written, for logs
 * @param name the server's identity: stats key and position on the ring
 * @param endpoint where to connect
 * @param weight share of keys, 1..2147483647
 */
public record ServerConfig(String address, String name, Endpoint endpoint, int weight) {}
