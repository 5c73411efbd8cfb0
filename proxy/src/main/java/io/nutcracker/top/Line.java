// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A line of the picture while it is drawn; it grows to the right and ends at the width. */
final class Line {
  private static final String CUT = "…";

  private final AttributedStringBuilder text = new AttributedStringBuilder();
  private final int width;
  private final boolean hasColours;

  Line(int width, boolean hasColours) {
    this.width = width;
    this.hasColours = hasColours;
  }

  static int width(String text) {
    return new AttributedString(text).columnLength();
  }

  Line add(String part, Ink ink) {
    text.append(cut(part, width - text.columnLength()), ink.style(hasColours));
    return this;
  }

  Line add(String part) {
    return add(part, Ink.PLAIN);
  }

  /** Blanks up to this column. */
  Line to(int column) {
    return add(" ".repeat(Math.max(0, column - text.columnLength())));
  }

  /** Blanks between what is there, if there is anything, and what follows. */
  Line gap(int columns) {
    return text.length() == 0 ? this : add(" ".repeat(columns));
  }

  /** The part in so many columns, at their right end or their left. */
  Line addIn(int columns, String part, boolean atRight, Ink ink) {
    String shown = cut(part, columns);
    String blanks = " ".repeat(columns - width(shown));
    return atRight ? add(blanks).add(shown, ink) : add(shown, ink).add(blanks);
  }

  private static String cut(String part, int columns) {
    if (columns <= 0) {
      return "";
    }
    var whole = new AttributedString(part);
    return whole.columnLength() <= columns ? part : whole.columnSubSequence(0, columns - 1) + CUT;
  }

  /** The whole line as one of its kind, up to the width. */
  AttributedString chosen() {
    to(width);
    return new AttributedString(text.toString(), Ink.CHOSEN.style(hasColours));
  }

  AttributedString end() {
    return text.toAttributedString();
  }
}
