// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/** How the responses to the fragments of one request become one response. */
public enum Merge {
  /** Arrays: their elements in the order of the request's keys. */
  ARRAY('*'),
  /** Integers: their sum. */
  SUM(':'),
  /** Statuses: {@code +OK} when every fragment has one. */
  OK('+');

  private final byte type;

  Merge(char type) {
    this.type = (byte) type;
  }

  /** First byte of the response that each fragment must get. */
  public byte type() {
    return type;
  }
}
