// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

/** Something that has no room for a client's request now. */
public interface Bottleneck {
  /** Runs this once, when it is worth while to try again. */
  void whenFree(Runnable resume);

  /** Takes back {@link #whenFree}: who wanted to know has gone. */
  void cancel(Runnable resume);
}
