// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.Resources;
import java.util.List;
import java.util.regex.Pattern;

/** Where ours does not do as the C program does, on purpose: {@code intended-differences.tsv}. */
final class IntendedDifferences {
  /** Stands in the file for "whatever redis-server itself answers". */
  static final String AS_REDIS = "redis";

  /** Stands in the file for what servers store after the last step. */
  static final String DATA = "(data)";

  private static final List<Entry> ENTRIES =
      Resources.text("intended-differences.tsv")
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(IntendedDifferences::entry)
          .toList();

  private IntendedDifferences() {}

  /**
   * One line of the file.
   *
   * @param step the step's text, where {@code *} stands for anything; or {@link #DATA}
   * @param ours what ours answers, as {@link Outcome} is written; or {@link #AS_REDIS}
   */
  record Entry(String transcript, String step, String ours, String reason) {
    boolean isData() {
      return step.equals(DATA);
    }

    boolean covers(String stepText) {
      var parts = List.of(step.split("\\*", -1)).stream().map(Pattern::quote).toList();
      return stepText.matches(String.join(".*", parts));
    }
  }

  private static Entry entry(String line) {
    var columns = line.split("\t+", -1);
    if (columns.length != 4) {
      throw new IllegalArgumentException("not four columns: " + line);
    }
    return new Entry(columns[0], columns[1], columns[2], columns[3]);
  }

  static List<Entry> all() {
    return ENTRIES;
  }

  static List<Entry> of(Transcript transcript) {
    return ENTRIES.stream().filter(entry -> entry.transcript().equals(transcript.name())).toList();
  }
}
