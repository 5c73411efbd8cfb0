// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code nutcracker} can do beside being a proxy. The word selects it as the first argument
 * only; twemproxy ignores words without an option, so elsewhere they are ignored as ever.
 */
@SuppressWarnings("ImmutableEnumChecker") // The bodies are static methods.
enum SubCommand {
  ROUTE("route", "print the server of each key, without connecting to any", Route::run),
  DEMO("demo", "run two Redis servers and a proxy in front of them", (args, _) -> Demo.run(args)),
  TOP("top", "show the figures of a running proxy, live in a terminal", Top::run);

  final String word;
  final String description;
  private final Body body;

  SubCommand(String word, String description, Body body) {
    this.word = word;
    this.description = description;
    this.body = body;
  }

  static Optional<SubCommand> of(List<String> args) {
    return Arrays.stream(values())
        .filter(command -> !args.isEmpty() && args.getFirst().equals(command.word))
        .findFirst();
  }

  /** Runs it with the arguments after its word and returns the exit status. */
  int run(List<String> args, Terminal terminal) {
    return body.run(args, terminal);
  }

  private interface Body {
    int run(List<String> args, Terminal terminal);
  }
}
