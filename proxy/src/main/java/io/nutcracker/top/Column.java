// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/**
 * A column of a table.
 *
 * @param width the least that it needs, in characters
 * @param isNumber whether its cells stand at the right, and the largest come first
 * @param rank those with the highest go first where the terminal is narrow; 0 always stays
 */
record Column(String label, int width, boolean isNumber, int rank) {
  static Column name(String label, int width, int rank) {
    return new Column(label, width, false, rank);
  }

  static Column number(String label, int width, int rank) {
    return new Column(label, width, true, rank);
  }
}
