// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

/**
 * A pool's {@code listen} value.
 *
 * @param text the value as written; it identifies the listener in the duplicate check and in logs
 * @param endpoint where to listen
 * @param permission file mode bits to set on a Unix socket after bind, 0 for "leave them to the
 *     umask"
 */
public record ListenAddress(String text, Endpoint endpoint, int permission) {}
