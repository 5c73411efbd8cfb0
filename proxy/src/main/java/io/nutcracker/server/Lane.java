// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.nutcracker.protocol.redis.RespVersion;

/**
 * What a server must know before requests can be sent to it: connections that differ in this cannot
 * be shared. memcached has one lane.
 *
 * @param index the lane's position among the pool's
 * @param db the number of the database
 */
public record Lane(int index, RespVersion version, int db) {}
