// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.conformance.IntendedDifferences.Entry;
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
  private final List<Entry> differences;
  private final Played reference;
  private final Played subject;
  private final Oracle oracle;
  private final List<String> faults = new ArrayList<>();
  private @Nullable List<Outcome> server;

  /** A server without any proxy. */
  @FunctionalInterface
  interface Oracle {
    List<Outcome> play(Transcript transcript);
  }

  private Verdict(
      Transcript transcript,
      List<Entry> differences,
      Played reference,
      Played subject,
      Oracle oracle) {
    this.transcript = transcript;
    this.differences = differences;
    this.reference = reference;
    this.subject = subject;
    this.oracle = oracle;
  }

  /** What is not as it should be, in words; empty when all is well. */
  static List<String> faults(
      Transcript transcript,
      IntendedDifferences differences,
      Played reference,
      Played subject,
      Oracle oracle) {
    var verdict = new Verdict(transcript, differences.of(transcript), reference, subject, oracle);
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
    return entry.isAsServer() ? server().get(step).toString() : entry.ours();
  }

  private List<Outcome> server() {
    if (server == null) {
      server = oracle.play(transcript);
    }
    return server;
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
    return differences.stream().filter(wanted).findFirst();
  }

  private void judgeUnusedEntries() {
    for (var entry : differences) {
      var used =
          entry.isData() || transcript.steps().stream().anyMatch(step -> entry.covers(step.text()));
      if (!used) {
        faults.add("covers no step: " + entry);
      }
    }
  }
}
