// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.List;
import java.util.Locale;

/**
 * A row of a table.
 *
 * @param id what it stands for, as the proxy names it; tells it from the others
 * @param cells one per column
 */
record Row(String id, List<Cell> cells) {
  /** Whether one of its cells holds the text, in whatever case. */
  boolean holds(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return cells.stream().anyMatch(cell -> cell.text().toLowerCase(Locale.ROOT).contains(wanted));
  }
}
