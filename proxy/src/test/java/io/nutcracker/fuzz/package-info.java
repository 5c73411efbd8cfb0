// SPDX-License-Identifier: Apache-2.0

/**
 * The parsers against inputs that a coverage-guided fuzzer makes up. In the normal build only the
 * inputs checked in are tried, each a file below {@code src/test/resources/io/nutcracker/fuzz};
 * {@code mvn -Plong verify} looks for new ones. One fuzz test per class: a process fuzzes only one.
 */
@NullMarked
package io.nutcracker.fuzz;

import org.jspecify.annotations.NullMarked;
