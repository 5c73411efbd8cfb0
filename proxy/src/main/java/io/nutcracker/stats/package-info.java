// SPDX-License-Identifier: Apache-2.0

/** Counters with one writer each, and their JSON form, byte for byte twemproxy's. */
@NullMarked
package io.nutcracker.stats;

import org.jspecify.annotations.NullMarked;
