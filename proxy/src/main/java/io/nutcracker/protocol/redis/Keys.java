// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/** Where a request's keys are, as the key specifications of Redis' COMMAND tell. */
public enum Keys {
  /** Only the first. */
  ONE,
  /** The first and the next element. */
  TWO,
  /** The first and all elements behind it. */
  REST,
  /** The first and all elements behind it but the last. */
  ALL_BUT_LAST,
  /** The first, and every second element behind it. */
  EVERY_SECOND,
  /** The first, and every third element behind it. */
  EVERY_THIRD,
  /** As many as the element before the first one says. */
  COUNTED,
  /** The first, and as many as the element behind it says. */
  DESTINATION_AND_COUNTED,
  /** The first half of what stands behind the word STREAMS. */
  STREAMS,
  /** The first, and what stands behind the word STORE among SORT's options. */
  SORT,
  /** The first, and what stands behind the word STORE or STOREDIST among GEORADIUS' options. */
  GEORADIUS
}
