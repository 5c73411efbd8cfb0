// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/**
 * A version of Redis' protocol. A client chooses it with HELLO; RESP2 unless it does.
 *
 * <p>A server gives many replies another shape in RESP3. A RESP3 client is therefore served over
 * RESP3 connections to the servers, and its replies pass through as they are.
 */
public enum RespVersion {
  RESP2(2),
  RESP3(3);

  private final int number;

  RespVersion(int number) {
    this.number = number;
  }

  /** As HELLO takes and tells it. */
  public int number() {
    return number;
  }
}
