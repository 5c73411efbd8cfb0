// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.conformance.IntendedDifferences.Entry;
import io.nutcracker.conformance.Laboratory.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what a transcript led to on the reference with what it led to on the subject. */
final class Verdict {
  private final Transcript transcript;
  private final Played reference;
  private final Played subject;
  private final RedisOracle oracle;
  private final List<String> faults = new ArrayList<>();
  private @Nullable List<Outcome> redis;

  private Verdict(Transcript transcript, Played reference, Played subject, RedisOracle oracle) {
    this.transcript = transcript;
    this.reference = reference;
    this.subject = subject;
    this.oracle = oracle;
  }

  /** What is not as it should be, in words; empty when all is well. */
  static List<String> faults(
      Transcript transcript, Played reference, Played subject, RedisOracle oracle) {
    var verdict = new Verdict(transcript, reference, subject, oracle);
    for (int step = 0; step < transcript.steps().size(); step++) {
      verdict.judgeStep(step);
    }
    verdict.judgeData();
    verdict.judgeUnusedEntries();
    return verdict.faults;
  }

  private void judgeStep(int step) {
    var text = transcript.steps().get(step).text();
    var expected = reference.outcomes().get(step);
    var actual = subject.outcomes().get(step);
    var entry = entry(candidate -> candidate.covers(text));
    if (entry.isEmpty()) {
      judge(text, expected, actual);
    } else if (expected.equals(actual)) {
      faults.add("no longer differs: " + text + "\n  both: " + actual);
    } else {
      var intended = intended(entry.get(), step);
      judge(text + " [" + entry.get().reason() + "]", intended, actual.toString());
    }
  }

  private String intended(Entry entry, int step) {
    return entry.ours().equals(IntendedDifferences.AS_REDIS)
        ? redis().get(step).toString()
        : entry.ours();
  }

  private List<Outcome> redis() {
    if (redis == null) {
      redis = oracle.play(transcript);
    }
    return redis;
  }

  /** Which server stores which key, and what. */
  private void judgeData() {
    var entry = entry(Entry::isData);
    if (entry.isEmpty()) {
      judge(IntendedDifferences.DATA, shown(reference.data()), shown(subject.data()));
    } else if (reference.data().equals(subject.data())) {
      faults.add("no longer differs: the data");
    } else {
      judge("the data [" + entry.get().reason() + "]", entry.get().ours(), shown(subject.data()));
    }
  }

  private static String shown(Map<String, List<String>> data) {
    return data.entrySet().stream()
        .filter(server -> !server.getValue().isEmpty())
        .map(server -> server.getKey() + ": " + String.join("; ", server.getValue()))
        .map(Escapes::escape)
        .collect(Collectors.joining(" | "));
  }

  private void judge(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      faults.add(what + "\n  expected: " + expected + "\n  ours:     " + actual);
    }
  }

  private Optional<Entry> entry(Predicate<Entry> wanted) {
    return IntendedDifferences.of(transcript).stream().filter(wanted).findFirst();
  }

  private void judgeUnusedEntries() {
    for (var entry : IntendedDifferences.of(transcript)) {
      var used =
          entry.isData() || transcript.steps().stream().anyMatch(step -> entry.covers(step.text()));
      if (!used) {
        faults.add("covers no step: " + entry);
      }
    }
  }
}
