// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/**
 * What a table is sorted by.
 *
 * @param column its index; -1 for the order in which the proxy tells of the rows
 */
record Order(int column, boolean descending) {
  static final Order AS_TOLD = new Order(-1, false);

  int compare(Row one, Row other) {
    return column < 0
        ? 0
        : Cell.compare(one.cells().get(column), other.cells().get(column), descending);
  }
}
