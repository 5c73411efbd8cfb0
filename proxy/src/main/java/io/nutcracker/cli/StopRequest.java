// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

/** What ends a running proxy: a signal, or a test. */
@FunctionalInterface
public interface StopRequest {
  /** Returns when the proxy shall stop. */
  void await() throws InterruptedException;
}
