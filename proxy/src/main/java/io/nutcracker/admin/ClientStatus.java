// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

/**
 * What CLIENT LIST tells of a client.
 *
 * @param address as Redis writes it: {@code 127.0.0.1:4711}
 * @param resp the version of the protocol
 */
public record ClientStatus(
    long id,
    String address,
    String name,
    long ageSeconds,
    int db,
    String user,
    String libraryName,
    String libraryVersion,
    int resp) {}
