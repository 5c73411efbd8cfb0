// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration file is refused. Carries everything that is wrong with it, in file order. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  // Java serialization is not used; the problems need not survive it.
  private final transient List<ConfigProblem> problems;

  ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in file order. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
