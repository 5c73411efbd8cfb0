// SPDX-License-Identifier: Apache-2.0

/**
 * The memcached text protocol, meta commands included: the command table, the request and response
 * parsers, fragments, and the replies made here. Works on bytes; knows nothing of sockets.
 */
@NullMarked
package io.nutcracker.protocol.memcached;

import org.jspecify.annotations.NullMarked;
