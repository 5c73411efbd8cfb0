// SPDX-License-Identifier: Apache-2.0

/** The command line: options, sub-commands and usage, and what they print. */
@NullMarked
package io.nutcracker.cli;

import org.jspecify.annotations.NullMarked;
