// SPDX-License-Identifier: Apache-2.0

/** The admin port: the stats as twemproxy gives them, and HTTP. */
@NullMarked
package io.nutcracker.admin;

import org.jspecify.annotations.NullMarked;
