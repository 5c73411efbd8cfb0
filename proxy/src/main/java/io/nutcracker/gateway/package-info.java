// SPDX-License-Identifier: Apache-2.0

/** Commands over HTTP: a visitor of the admin port becomes a client of a pool. */
@NullMarked
package io.nutcracker.gateway;

import org.jspecify.annotations.NullMarked;
