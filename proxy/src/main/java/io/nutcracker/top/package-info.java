// SPDX-License-Identifier: Apache-2.0

/**
 * {@code nutcracker top}: the figures of a running proxy in a terminal, asked of its admin port.
 */
@NullMarked
package io.nutcracker.top;

import org.jspecify.annotations.NullMarked;
