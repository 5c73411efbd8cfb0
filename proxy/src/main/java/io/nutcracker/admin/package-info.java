// SPDX-License-Identifier: Apache-2.0

/** The stats port. */
@NullMarked
package io.nutcracker.admin;

import org.jspecify.annotations.NullMarked;
