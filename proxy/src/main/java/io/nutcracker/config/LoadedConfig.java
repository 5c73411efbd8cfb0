// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.List;

/**
 * A configuration that is valid, and what an operator should hear about it nevertheless.
 *
 * @param warnings in file order
 */
public record LoadedConfig(NutcrackerConfig config, List<ConfigProblem> warnings) {
  public LoadedConfig {
    warnings = List.copyOf(warnings);
  }
}
