// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What one client, or all of them, have seen. */
final class Figures {
  private long requests;
  private long values;
  private long longestWaitNanos;
  private long lastFailureNanos;
  private final Map<String, Long> errors = new TreeMap<>();

  /** A value that was right. */
  void onValue() {
    values++;
  }

  void onReply(long sentNanos, long answeredNanos) {
    requests++;
    longestWaitNanos = Math.max(longestWaitNanos, answeredNanos - sentNanos);
  }

  void onError(String text, long sentNanos) {
    errors.merge(text, 1L, Long::sum);
    lastFailureNanos = Math.max(lastFailureNanos, sentNanos);
  }

  void add(Figures other) {
    requests += other.requests;
    values += other.values;
    longestWaitNanos = Math.max(longestWaitNanos, other.longestWaitNanos);
    lastFailureNanos = Math.max(lastFailureNanos, other.lastFailureNanos);
    other.errors.forEach((text, count) -> errors.merge(text, count, Long::sum));
  }

  /** Right values read. */
  long values() {
    return values;
  }

  long longestWaitMs() {
    return TimeUnit.NANOSECONDS.toMillis(longestWaitNanos);
  }

  /** When the last request that failed was sent, or 0. */
  long lastFailureNanos() {
    return lastFailureNanos;
  }

  /** How many requests failed, by the error's text. */
  Map<String, Long> errors() {
    return errors;
  }

  @Override
  public String toString() {
    return "%d requests, %d values, errors %s, longest wait %d ms"
        .formatted(requests, values, errors, longestWaitMs());
  }
}
