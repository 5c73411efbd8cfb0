// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of the file: a single one, or several in a sequence or a mapping. */
sealed interface Node permits Scalar, Node.Sequence, Node.Mapping {
  int line();

  record Sequence(List<Node> items, int line) implements Node {}

  record Mapping(List<Entry> entries, int line) implements Node {}

  /**
   * A key of a mapping.
   *
   * @param value null when it was refused
   */
  record Entry(Scalar key, @Nullable Node value) {}
}
