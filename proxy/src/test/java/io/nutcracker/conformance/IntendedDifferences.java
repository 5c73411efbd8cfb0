// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.Resources;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where ours does not do as the reference does, on purpose: one file for each comparison, such as
 * {@code intended-differences.tsv}.
 */
final class IntendedDifferences {
  /** Each stands in the files for "whatever this server itself answers". */
  private static final Set<String> SERVERS = Set.of("redis", "memcached");

  /** Stands in the file for what servers store after the last step. */
  static final String DATA = "(data)";

  private final List<Entry> entries;

  private IntendedDifferences(List<Entry> entries) {
    this.entries = entries;
  }

  /** Those of a test resource. */
  static IntendedDifferences of(String file) {
    return new IntendedDifferences(
        Resources.text(file)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(IntendedDifferences::entry)
            .toList());
  }

  /**
   * One line of the file.
   *
   * @param step the step's text, where {@code *} stands for anything; or {@link #DATA}
   * @param ours what ours answers, as {@link Outcome} is written; or a server's name, to answer as
   *     it does
   */
  record Entry(String transcript, String step, String ours, String reason) {
    boolean isData() {
      return step.equals(DATA);
    }

    boolean isAsServer() {
      return SERVERS.contains(ours);
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

  List<String> transcripts() {
    return entries.stream().map(Entry::transcript).toList();
  }

  List<Entry> of(Transcript transcript) {
    return entries.stream().filter(entry -> entry.transcript().equals(transcript.name())).toList();
  }
}
