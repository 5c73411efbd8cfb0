// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a client said after it had tried everything, one line for each thing: {@code version
 * 5.12.1}, {@code speaks 3}, {@code ok pipelines}, {@code failed transactions: why} or {@code
 * unsupported RESP3: why}. Other lines are for whoever reads the log.
 *
 * @param version the client's own
 * @param speaks the version of the protocol, or nothing if it never got so far
 * @param outcomes why a capability failed; nothing if it did not
 */
record Report(
    String version, String speaks, boolean unsupported, Map<String, String> outcomes, String text) {
  /** That it gets an answer at all, and in the protocol that it was told to speak. */
  static final String CONNECTION = "connection";

  private static final Pattern LINE =
      Pattern.compile("(version|speaks|ok|failed|unsupported) ([^:]+)(?:: (.*))?");

  static Report of(List<String> lines, Protocol protocol) {
    var said = lines.stream().map(LINE::matcher).filter(Matcher::matches).toList();
    var speaks = word("speaks", said);
    var outcomes = new LinkedHashMap<String, String>();
    outcomes.put(CONNECTION, connected(speaks, protocol));
    for (Matcher line : said) {
      if (line.group(1).equals("ok") || line.group(1).equals("failed")) {
        outcomes.put(line.group(2), line.group(3) == null ? "" : reason(line.group(3)));
      }
    }
    var unsupported = !word("unsupported", said).isEmpty();
    return new Report(
        word("version", said), speaks, unsupported, outcomes, String.join("\n", lines));
  }

  private static String word(String kind, List<Matcher> said) {
    return said.stream()
        .filter(line -> line.group(1).equals(kind))
        .map(line -> line.group(2))
        .findFirst()
        .orElse("");
  }

  private static String connected(String speaks, Protocol protocol) {
    if (speaks.isEmpty()) {
      return "it never got so far";
    }
    return protocol.allows(speaks) ? "" : "speaks RESP" + speaks;
  }

  /** Without what is another one each time, and without what a table cannot hold. */
  private static String reason(String text) {
    return text.replaceAll("127\\.0\\.0\\.1:\\d+", "the proxy")
        .replaceAll("\\s+", " ")
        .replace('|', '/')
        .strip();
  }

  boolean tried(String capability) {
    return outcomes.containsKey(capability);
  }

  boolean succeeded(String capability) {
    return outcomes.getOrDefault(capability, "not tried").isEmpty();
  }

  /** The capabilities that failed, and why. */
  Map<String, String> failures() {
    return outcomes.entrySet().stream()
        .filter(outcome -> !outcome.getValue().isEmpty())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, LinkedHashMap::new));
  }
}
