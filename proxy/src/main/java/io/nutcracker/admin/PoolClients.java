// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import java.util.List;

/**
 * The clients of a pool, or the oldest of them.
 *
 * @param total how many there are
 * @param clients empty for memcached, whose clients say nothing of themselves
 */
public record PoolClients(String pool, long total, List<ClientStatus> clients) {}
