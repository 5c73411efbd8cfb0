// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/**
 * Draws: from what the proxy said and where somebody is in it to lines, and from nothing else.
 *
 * @param hasColours whether there may be any
 */
record Screen(int width, int height, boolean hasColours) {
  private static final int ABOVE_ROWS = 7;
  private static final int BELOW_ROWS = 1;

  /** As many lines as the screen is high. */
  List<AttributedString> draw(Model model, Place place) {
    List<AttributedString> lines = new ArrayList<>(new Header(this).draw(model));
    lines.add(tabs(place));
    lines.add(pool(model, place));
    lines.addAll(place.isHelp() ? Help.lines(this) : body(model, place));
    while (lines.size() < height - BELOW_ROWS) {
      lines.add(AttributedString.EMPTY);
    }
    List<AttributedString> seen =
        new ArrayList<>(lines.subList(0, Math.max(0, height - BELOW_ROWS)));
    seen.add(footer(place));
    return seen;
  }

  /** How many rows of a table are seen at once. */
  int rows() {
    return Math.max(1, height - ABOVE_ROWS - BELOW_ROWS);
  }

  Line line() {
    return new Line(width, hasColours);
  }

  private AttributedString tabs(Place place) {
    Line line = line();
    for (View view : View.values()) {
      line.gap(1)
          .add(
              " " + view.key + " " + view.title + " ",
              view == place.view() ? Ink.CHOSEN : Ink.PLAIN);
    }
    return line.end();
  }

  /** Which pool is shown, and where it listens; blank where all are. */
  private AttributedString pool(Model model, Place place) {
    Line line = line();
    if (place.view().isOfPool()) {
      model
          .pool(place.pool())
          .ifPresent(pool -> {
            line.add(" Pool ", Ink.QUIET).add(Visible.text(pool.name()), Ink.TITLE);
            if (!pool.listen().isEmpty()) {
              line.add(
                  " · " + Visible.text(pool.protocol()) + " · " + Visible.text(pool.listen()),
                  Ink.QUIET);
            }
          });
    }
    return line.end();
  }

  private List<AttributedString> body(Model model, Place place) {
    List<Row> rows = Rows.of(model, place);
    var lines = new ArrayList<AttributedString>();
    var table = new Table(place.view().columns, rows, place.order(), width, hasColours);
    lines.add(table.heading());
    int chosen = place.indexIn(rows);
    int first = Math.clamp(chosen - rows() / 2, 0, Math.max(0, rows.size() - rows()));
    for (int i = first; i < Math.min(rows.size(), first + rows()); i++) {
      lines.add(table.row(rows.get(i), i == chosen));
    }
    if (rows.isEmpty()) {
      lines.add(line().add(Nothing.why(model, place), Ink.QUIET).end());
    }
    return lines;
  }

  private AttributedString footer(Place place) {
    if (place.isTyping()) {
      return line()
          .add("/" + Visible.text(place.filter()))
          .add(" ", Ink.CHOSEN)
          .add("  Enter keeps it, Esc clears it", Ink.QUIET)
          .end();
    }
    Line line = line();
    if (place.isPaused()) {
      line.add(" paused ", Ink.CHOSEN).add(" ");
    }
    if (!place.filter().isEmpty()) {
      line.add("holds \"" + Visible.text(place.filter()) + "\" ", Ink.TITLE);
    }
    String enter = place.view() == View.OVERVIEW ? "Enter pool" : "Esc back  ←→ pool";
    return line.add(enter + "  1-5 view  s sort  / filter  p pause  ? help  q quit", Ink.QUIET)
        .end();
  }

  /**
   * The pools, and then the servers of each, as long as that is: for who reads it without a
   * terminal.
   *
   * @param models one for each pool
   */
  List<AttributedString> drawAll(List<Model> models) {
    Model first = models.getFirst();
    List<AttributedString> lines = new ArrayList<>(new Header(this).draw(first));
    lines.add(AttributedString.EMPTY);
    Place overview = Place.start();
    lines.addAll(table(first, overview));
    for (Model model : models) {
      String pool = model.now().map(now -> now.details().pool()).orElse("");
      lines.add(AttributedString.EMPTY);
      lines.add(line().add("Servers of pool ").add(Visible.text(pool), Ink.TITLE).end());
      lines.addAll(table(model, overview.to(View.SERVERS).ofPool(pool)));
    }
    return lines;
  }

  private List<AttributedString> table(Model model, Place place) {
    List<Row> rows = Rows.of(model, place);
    var table = new Table(place.view().columns, rows, place.order(), width, hasColours);
    var lines = new ArrayList<AttributedString>();
    lines.add(table.heading());
    rows.forEach(row -> lines.add(table.row(row, false)));
    return lines;
  }
}
