// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.time.Instant;
import java.util.List;

/**
 * A request that took long, as {@code SLOWLOG GET} and {@code /slowlog} tell of it.
 *
 * @param words its command and arguments, cut, what is no key left out unless the pool allows it
 * @param client its address
 * @param clientName what it calls itself; empty if it does not
 * @param server the name of the server that answered last
 */
record SlowRequest(
    Instant at,
    List<String> words,
    String client,
    String clientName,
    String server,
    long waitingNanos,
    long serverNanos,
    long clientNanos) {
  SlowRequest {
    words = List.copyOf(words);
  }

  /** The same, with how long the client took to take the response. */
  SlowRequest with(long nanos) {
    return new SlowRequest(at, words, client, clientName, server, waitingNanos, serverNanos, nanos);
  }

  /** All three parts. */
  long totalNanos() {
    return waitingNanos + serverNanos + clientNanos;
  }
}
