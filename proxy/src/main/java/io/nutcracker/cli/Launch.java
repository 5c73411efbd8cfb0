// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * How the process was started: from a terminal, or for {@code -d} by the launcher, which waits on
 * its standard output for the exit status of the launching command.
 *
 * <p>Until then standard error is the user's, for what prevents the start. Afterwards both belong
 * to nobody: Java closes a standard stream by putting the null device in its place.
 */
public final class Launch {
  /** The system property by which the launcher says that it waits. */
  private static final String DETACHED = "nutcracker.detached";

  private final Terminal terminal;
  private boolean isAwaited;

  private Launch(Terminal terminal, boolean isDetached) {
    this.terminal = terminal;
    this.isAwaited = isDetached;
  }

  /** As the launcher says. */
  public static Launch of(Terminal terminal) {
    return new Launch(terminal, Boolean.getBoolean(DETACHED));
  }

  /** Whether the launcher still waits. */
  boolean isAwaited() {
    return isAwaited;
  }

  /** Where the log goes that has no file. */
  PrintStream logStream() {
    return isAwaited ? new PrintStream(OutputStream.nullOutputStream()) : terminal.err();
  }

  /** Tells the launcher, if it waits: 0 when the proxy serves, else the status of the end. */
  public void report(int status) {
    if (isAwaited) {
      isAwaited = false;
      terminal.out().println(status);
      terminal.out().close();
      terminal.err().close();
    }
  }
}
