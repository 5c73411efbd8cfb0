// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/** A request that took long; its times are in microseconds. */
record SlowRequest(
    long id,
    long atMillis,
    String command,
    String server,
    long waiting,
    long atServer,
    long toClient,
    String client) {
  long took() {
    return waiting + atServer + toClient;
  }
}
