// SPDX-License-Identifier: Apache-2.0

/**
 * The program: {@code main} reads the command line and the configuration, starts the proxy and
 * waits.
 */
@NullMarked
package io.nutcracker;

import org.jspecify.annotations.NullMarked;
