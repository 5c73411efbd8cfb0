// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import java.util.ArrayList;
import java.util.List;

/**
 * A client's row in the table, told to speak a protocol.
 *
 * @param told what it was told, {@link Protocol#title}
 * @param speaks the protocol that it chose, or a dash if this version of the client has not got it
 * @param cells one for each of {@link ClientTable#CAPABILITIES}
 * @param failures lines about what it cannot do, and why
 */
record ClientRow(
    String client,
    String version,
    String told,
    String speaks,
    List<String> cells,
    List<String> failures) {
  private static final String UNTRIED = "–";

  /** What came out of trying it with one server and with three. */
  static ClientRow of(String client, Protocol protocol, Report one, Report three) {
    var cells =
        ClientTable.CAPABILITIES.stream().map(capability -> cell(capability, one, three)).toList();
    var failures = new ArrayList<String>();
    if (!one.unsupported()) {
      var subject = client + ", " + protocol.title();
      one.failures()
          .forEach((what, why) -> failures.add(failure(subject, "one server", what, why)));
      three
          .failures()
          .forEach((what, why) -> failures.add(failure(subject, "three servers", what, why)));
    }
    return new ClientRow(client, one.version(), protocol.title(), spoken(one), cells, failures);
  }

  private static String spoken(Report report) {
    if (report.unsupported()) {
      return UNTRIED;
    }
    return report.speaks().isEmpty() ? "nothing" : "RESP" + report.speaks();
  }

  private static String failure(String subject, String servers, String what, String why) {
    return "- %s, %s: %s: `%s`".formatted(subject, servers, what, why.replace('`', '\''));
  }

  private static String cell(String capability, Report one, Report three) {
    if (one.unsupported() || !(one.tried(capability) || three.tried(capability))) {
      return UNTRIED;
    }
    if (one.succeeded(capability)) {
      return three.succeeded(capability) ? "yes" : "one server only";
    }
    return three.succeeded(capability) ? "three servers only" : "no";
  }

  /** Reads one out of the page, without its failures. */
  static ClientRow parse(String line) {
    var words = List.of(line.substring(2, line.length() - 2).split(" \\| "));
    return new ClientRow(
        words.get(0),
        words.get(1),
        words.get(2),
        words.get(3),
        words.subList(4, words.size()),
        List.of());
  }

  String line() {
    var words = new ArrayList<>(List.of(client, version, told, speaks));
    words.addAll(cells);
    return "| " + String.join(" | ", words) + " |";
  }

  /** Whether this version of the client has got the protocol at all. */
  boolean isTried() {
    return !speaks.equals(UNTRIED);
  }
}
