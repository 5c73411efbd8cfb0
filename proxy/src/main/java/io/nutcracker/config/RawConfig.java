// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The file after its shape has been checked and before its words are understood: pools hold
 * directives, directives hold scalars.
 */
final class RawConfig {
  final List<Pool> pools = new ArrayList<>();
  final List<Setting> settings = new ArrayList<>();

  /** A top-level key with a mapping. */
  record Pool(Scalar name, List<Directive> directives) {}

  /**
   * A key of a pool.
   *
   * @param values one, or the items of a sequence as twemproxy knows them
   */
  record Directive(Scalar key, List<Node> values, boolean isSequence) {}

  /** A top-level key with a single value. */
  record Setting(Scalar key, Scalar value) {}
}
