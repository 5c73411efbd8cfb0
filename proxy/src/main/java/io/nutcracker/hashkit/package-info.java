// SPDX-License-Identifier: Apache-2.0

/**
 * From key bytes to a server's index. {@link io.nutcracker.hashkit.KeyRouter} tells the whole way:
 *
 * <pre>
 *   key ──HashTag──► hashed part ──KeyHash──► 32-bit hash ──Continuum──► server index
 * </pre>
 *
 * <p>A {@link io.nutcracker.hashkit.Continuum} is made by a {@link
 * io.nutcracker.hashkit.Distribution} from the servers that are live. Everything here is a pure
 * function or an immutable snapshot, is used by all workers at once, agrees with twemproxy bit for
 * bit, and knows nothing of sockets.
 */
@NullMarked
package io.nutcracker.hashkit;

import org.jspecify.annotations.NullMarked;
