// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import org.jline.utils.AttributedStyle;

/** How something is drawn. Colours only repeat what signs and words say. */
@SuppressWarnings("ImmutableEnumChecker") // Styles never change; they are just not annotated.
enum Ink {
  PLAIN(AttributedStyle.DEFAULT, AttributedStyle.DEFAULT),
  QUIET(AttributedStyle.DEFAULT.faint(), AttributedStyle.DEFAULT),
  TITLE(AttributedStyle.BOLD, AttributedStyle.BOLD),
  HEADING(AttributedStyle.DEFAULT.underline(), AttributedStyle.DEFAULT.underline()),
  CHOSEN(AttributedStyle.INVERSE, AttributedStyle.INVERSE),
  GOOD(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN), AttributedStyle.DEFAULT),
  BAD(AttributedStyle.BOLD.foreground(AttributedStyle.RED), AttributedStyle.BOLD);

  private final AttributedStyle coloured;
  private final AttributedStyle plain;

  Ink(AttributedStyle coloured, AttributedStyle plain) {
    this.coloured = coloured;
    this.plain = plain;
  }

  AttributedStyle style(boolean hasColours) {
    return hasColours ? coloured : plain;
  }
}
