// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import java.util.function.BiConsumer;

/** Reads a text as a value and puts that into a draft. */
@FunctionalInterface
interface Assignment<D> {
  /** False when the text was refused at the spot. */
  boolean assign(D draft, String text, Spot spot);

  static <D, T> Assignment<D> of(ValueType<T> type, BiConsumer<D, T> setter) {
    return (draft, text, spot) -> {
      T value = type.parse(text, spot);
      if (value == null) {
        return false;
      }
      setter.accept(draft, value);
      return true;
    };
  }
}
