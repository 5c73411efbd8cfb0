// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/** The picture in a terminal, until somebody leaves; then the terminal is as it was. */
final class LiveTop implements AutoCloseable {
  /** How often it is looked whether there is something new: a change is seen at once. */
  private static final long LOOK_MS = 50;

  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;
  private static final int FEWEST_COLOURS = 8;

  private final Terminal terminal;
  private final Display display;
  private final Attributes attributes;
  private final boolean hasColours;
  private Screen screen;

  /**
   * Takes the terminal.
   *
   * @param mayColour whether colours are welcome
   */
  LiveTop(Terminal terminal, boolean mayColour) {
    this.terminal = terminal;
    this.display = new Display(terminal, true);
    // Moved lines would be seen moving: rows only change places where figures do.
    display.setScrollOptimization(false);
    Integer colours = terminal.getNumericCapability(Capability.max_colors);
    this.hasColours = mayColour && colours != null && colours >= FEWEST_COLOURS;
    this.attributes = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    // Ctrl-C and its like are keys, so that nothing ends between two halves of a picture.
    raw.setLocalFlag(LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    this.screen = screenNow();
    resize();
  }

  private Screen screenNow() {
    int width = terminal.getColumns();
    int height = terminal.getRows();
    return new Screen(
        width > 0 ? width : USUAL_WIDTH, height > 0 ? height : USUAL_HEIGHT, hasColours);
  }

  private void resize() {
    display.clear();
    display.resize(Size.of(screen.width(), screen.height()));
    terminal.puts(Capability.clear_screen);
  }

  /** Returns when somebody leaves or the process is told to end. */
  void run(Watch watch, BooleanSupplier isToldToEnd) throws IOException {
    var keyboard = new Keyboard(terminal.reader());
    Optional<Place> place = Optional.of(Place.start());
    Model shown = null;
    Place shownAt = null;
    while (place.isPresent() && !isToldToEnd.getAsBoolean()) {
      Place here = place.get();
      Model model = here.isPaused() && shown != null ? shown : watch.model();
      boolean isResized = followSize();
      if (isResized || !model.equals(shown) || !here.equals(shownAt)) {
        display.update(screen.draw(model, here), 0);
        shown = model;
        shownAt = here;
      }
      Key key = keyboard.read(LOOK_MS);
      place = Steps.after(key, here, model, screen.rows());
      place.ifPresent(next -> watch.ask(Question.of(next)));
    }
  }

  private boolean followSize() {
    Screen next = screenNow();
    if (next.equals(screen)) {
      return false;
    }
    screen = next;
    resize();
    return true;
  }

  @Override
  public void close() {
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.setAttributes(attributes);
    terminal.flush();
  }
}
