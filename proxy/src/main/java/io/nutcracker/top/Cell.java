// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One figure or name in a table.
 *
 * @param text as it is shown, harmless
 * @param number what it is sorted by, unless that is the text; NaN if it is not known
 */
record Cell(String text, @Nullable Double number, Ink ink) {
  static Cell text(String text) {
    return text(text, Ink.PLAIN);
  }

  static Cell text(String text, Ink ink) {
    return new Cell(Visible.text(text), null, ink);
  }

  static Cell number(String text, double number) {
    return new Cell(text, number, Ink.PLAIN);
  }

  static Cell count(long value) {
    return number(Format.count(value), (double) value);
  }

  static Cell rate(OptionalDouble value) {
    return number(Format.rate(value), value.orElse(Double.NaN));
  }

  /** Of what should not happen. */
  static Cell errors(OptionalDouble value) {
    return new Cell(
        Format.rate(value), value.orElse(Double.NaN), value.orElse(0) > 0 ? Ink.BAD : Ink.PLAIN);
  }

  static Cell bytes(OptionalDouble value) {
    return number(Format.bytes(value), value.orElse(Double.NaN));
  }

  static Cell share(OptionalDouble value) {
    return number(Format.share(value), value.orElse(Double.NaN));
  }

  static Cell latency(OptionalLong micros) {
    return micros.isPresent()
        ? number(Format.latency(micros.getAsLong()), (double) micros.getAsLong())
        : number(Format.NOTHING, Double.NaN);
  }

  private boolean isUnknown() {
    return number != null && Double.isNaN(number);
  }

  /** What is not known comes last, whichever way the rest is sorted. */
  static int compare(Cell one, Cell other, boolean descending) {
    if (one.isUnknown() || other.isUnknown()) {
      return Boolean.compare(one.isUnknown(), other.isUnknown());
    }
    int order =
        one.number != null && other.number != null
            ? Double.compare(one.number, other.number)
            : NaturalOrder.compare(one.text, other.text);
    return descending ? -order : order;
  }
}
