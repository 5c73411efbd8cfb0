// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

/** Finds where a reply ends. */
@FunctionalInterface
interface Boundary {
  /** More bytes are needed. */
  int INCOMPLETE = -1;

  /** The index after the reply that starts at {@code from}, where there is at least one byte. */
  int end(CharSequence bytes, int from);
}
