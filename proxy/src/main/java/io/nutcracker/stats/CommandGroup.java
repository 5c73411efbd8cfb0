// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.util.Locale;

/** The kinds of requests whose latencies are told apart. */
public enum CommandGroup {
  READ,
  WRITE,
  /** EVAL, FCALL and their like: what they do, they do for as long as they want. */
  SCRIPT,
  /** EXEC and WATCH. */
  TRANSACTION,
  /** Waits for data at the server on purpose. */
  BLOCKING,
  /** Asks every server, or one after the other. */
  EVERY_SERVER,
  OTHER;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name in metrics. */
  public String label() {
    return label;
  }
}
