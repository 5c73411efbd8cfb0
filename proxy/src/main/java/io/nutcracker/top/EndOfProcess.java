// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/**
 * Tells when the process is told to end: by SIGTERM, or by the end of its terminal. The process
 * waits for the main thread then, which leaves the terminal as it was.
 */
final class EndOfProcess {
  private volatile boolean isNear;

  EndOfProcess() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> isNear = true, "end-of-top"));
  }

  boolean isNear() {
    return isNear;
  }
}
