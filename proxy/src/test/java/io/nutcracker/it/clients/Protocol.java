// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

/** What a client is told to speak. */
enum Protocol {
  /** Nothing is said of it: what people get who do not think of it. */
  DEFAULT("default"),
  RESP2("2"),
  RESP3("3");

  /** As programs take it for their third argument. */
  final String argument;

  Protocol(String argument) {
    this.argument = argument;
  }

  /** As the table has it. */
  String title() {
    return this == DEFAULT ? argument : name();
  }

  /** Whether a client that was told this may speak that version. */
  boolean allows(String version) {
    return this == DEFAULT || argument.equals(version);
  }
}
