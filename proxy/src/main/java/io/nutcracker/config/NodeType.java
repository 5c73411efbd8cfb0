// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import org.jspecify.annotations.Nullable;

/** What the value of a directive may look like where it may be a sequence or a mapping. */
@FunctionalInterface
interface NodeType<T> {
  /** The value, or null when it was refused at the spot or below it. */
  @Nullable T read(Node node, Spot spot, Secrets secrets);

  /** Of a single value, which is never empty. */
  static <T> NodeType<T> of(ValueType<T> type) {
    return (node, spot, _) -> {
      if (node instanceof Scalar scalar) {
        return type.parse(scalar.text(), spot);
      }
      throw new AssertionError(spot); // YamlReader refuses it
    };
  }
}
