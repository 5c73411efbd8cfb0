// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/** How all servers' responses to the same request become one response. */
public enum Gathering {
  /** Integers: their sum. */
  SUM,
  /** Integers: the smallest. */
  LEAST,
  /** Integers: the largest. */
  MOST,
  /** Arrays of names, each with an integer behind it: the sums by name. */
  SUMS_BY_NAME,
  /** Sections of INFO: the sums of the keyspace. */
  KEYSPACE,
  /** Statuses: {@code +OK} when every server has said one. */
  OK,
  /** Arrays: all elements, one server's behind the other's. */
  CONCATENATION,
  /** Arrays of 0 and 1: 1 where every server says so. */
  EVERY,
  /** What the first server says; the others say the same. */
  FIRST,
  /** One of the values, if there are any. */
  ANY_ONE
}
