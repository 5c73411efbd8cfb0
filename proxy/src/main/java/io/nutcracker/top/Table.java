// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;

/**
 * A table as wide as there is room for: columns that matter less go first, and the one that always
 * stays takes what is left.
 */
final class Table {
  private static final int GAP = 1;

  private final List<Column> columns;

  private final List<Row> rows;
  private final Order order;
  private final int width;
  private final boolean hasColours;

  /** The width of each column; 0 for those that do not fit. */
  private final int[] widths;

  Table(List<Column> columns, List<Row> rows, Order order, int width, boolean hasColours) {
    this.columns = columns;
    this.rows = rows;
    this.order = order;
    this.width = width;
    this.hasColours = hasColours;
    this.widths = fit();
  }

  private int[] fit() {
    int[] fitting = new int[columns.size()];
    int left = width + GAP;
    for (int column : byRank()) {
      boolean stays = columns.get(column).rank() == 0;
      int wanted = stays ? columns.get(column).width() : natural(column);
      if (stays || wanted + GAP <= left) {
        fitting[column] = Math.min(wanted, width);
        left -= wanted + GAP;
      } else {
        break;
      }
    }
    int first = byRank().getFirst();
    fitting[first] = Math.clamp((long) fitting[first] + left, 1, Math.max(1, natural(first)));
    return fitting;
  }

  private List<Integer> byRank() {
    return IntStream.range(0, columns.size())
        .boxed()
        .sorted(Comparator.comparingInt(column -> columns.get(column).rank()))
        .toList();
  }

  /** What the column would take if there was room for all. */
  private int natural(int column) {
    int widest = Math.max(columns.get(column).width(), Line.width(label(column)));
    for (Row row : rows) {
      widest = Math.max(widest, Line.width(row.cells().get(column).text()));
    }
    return widest;
  }

  private String label(int column) {
    String label = columns.get(column).label();
    if (column != order.column()) {
      return label;
    }
    return label + (order.descending() ? "▼" : "▲");
  }

  AttributedString heading() {
    var line = new Line(width, hasColours);
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        line.gap(GAP).addIn(widths[i], label(i), columns.get(i).isNumber(), Ink.HEADING);
      }
    }
    return line.end();
  }

  AttributedString row(Row row, boolean isChosen) {
    var line = new Line(width, hasColours);
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        Cell cell = row.cells().get(i);
        line.gap(GAP).addIn(widths[i], cell.text(), columns.get(i).isNumber(), cell.ink());
      }
    }
    return isChosen ? line.chosen() : line.end();
  }
}
