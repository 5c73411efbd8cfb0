// SPDX-License-Identifier: Apache-2.0

/**
 * Server pools and the connections to their servers. Each worker owns its connections; nothing here
 * is shared between workers.
 */
@NullMarked
package io.nutcracker.server;

import org.jspecify.annotations.NullMarked;
