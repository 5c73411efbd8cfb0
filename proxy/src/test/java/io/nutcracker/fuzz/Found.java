// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

/**
 * Something that a parser found.
 *
 * @param kind the parser's own result
 * @param from the offset of its first byte on the wire
 * @param length 0 if it is the last that can be found
 * @param details what else the parser says about it
 */
record Found(Enum<?> kind, int from, int length, String details) {
  boolean isLast() {
    return length == 0;
  }

  /** The same, found elsewhere. */
  Found at(int elsewhere) {
    return new Found(kind, elsewhere, length, details);
  }
}
