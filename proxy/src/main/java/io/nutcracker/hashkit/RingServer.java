// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

/**
 * A live server as the distributions see it.
 *
 * @param index its index in the pool's sorted list of all servers
 * @param name what ketama hashes
 * @param weight its share, 1..2147483647
 */
public record RingServer(int index, String name, int weight) {}
