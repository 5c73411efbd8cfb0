// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import java.util.Optional;

/**
 * Where a key lives now.
 *
 * @param hash what places it, an unsigned 32-bit number; 0 where no hash is needed
 * @param tag the part of the key that is hashed in its place, if it has one
 * @param server empty if the distribution places no keys
 */
public record KeyRoute(int hash, Optional<String> tag, Optional<ServerStatus> server) {}
