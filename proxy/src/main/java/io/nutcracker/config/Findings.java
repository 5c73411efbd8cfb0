// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong and what is doubtful in one file, so that a single run reports all of it.
 */
final class Findings {
  private static final Pattern SECRET = Pattern.compile("redis_auth|.*\\.password[^.]*");

  private final String file;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> warnings = new ArrayList<>();

  Findings(String file) {
    this.file = file;
  }

  /** A place outside of any pool. */
  Spot at(int line) {
    return new Spot(line, null, null);
  }

  /** A pool's name. */
  Spot at(Scalar pool) {
    return new Spot(pool.line(), pool.text(), null);
  }

  boolean hasProblems() {
    return !problems.isEmpty();
  }

  List<ConfigProblem> problems() {
    return inFileOrder(problems);
  }

  List<ConfigProblem> warnings() {
    return inFileOrder(warnings);
  }

  private static List<ConfigProblem> inFileOrder(List<ConfigProblem> found) {
    return found.stream().sorted(Comparator.comparingInt(ConfigProblem::line)).toList();
  }

  /** The place in the file that a problem or a warning belongs to. */
  final class Spot {
    private final int line;
    private final @Nullable String pool;
    private final @Nullable String key;

    private Spot(int line, @Nullable String pool, @Nullable String key) {
      this.line = line;
      this.pool = pool;
      this.key = key;
    }

    Spot key(String name) {
      return new Spot(line, pool, name);
    }

    /** A key below this one. */
    Spot inside(String name) {
      return key(key + "." + name);
    }

    Spot line(int other) {
      return new Spot(other, pool, key);
    }

    int line() {
      return line;
    }

    void refuse(@Nullable String found, String expected) {
      problems.add(new ConfigProblem(file, line, pool, key, shown(found), expected));
    }

    void warn(@Nullable String found, String expected) {
      warnings.add(new ConfigProblem(file, line, pool, key, shown(found), expected));
    }

    /** A password never reaches a terminal or a log, however wrong it is. */
    private @Nullable String shown(@Nullable String found) {
      return isSecret() ? null : found;
    }

    /** Whether a password is to be found here. */
    boolean isSecret() {
      return key != null && SECRET.matcher(key).matches();
    }
  }
}
