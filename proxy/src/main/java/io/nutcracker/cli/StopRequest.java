// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.util.concurrent.CompletableFuture;

/** What ends a running proxy: a signal, or a test. */
@FunctionalInterface
public interface StopRequest {
  /** Returns when the proxy shall stop. */
  void await() throws InterruptedException;

  /** Completes when it shall stop without waiting for anybody. */
  default CompletableFuture<?> atOnce() {
    return new CompletableFuture<>();
  }
}
