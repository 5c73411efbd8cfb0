// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.util.List;
import java.util.Set;

/** What clients have to put up with while servers fail. Times are those of {@link Load#now}. */
interface Excuses {
  /** Whether a request for these keys may be answered with this error. */
  boolean mayFail(String text, List<String> keys, long sentNanos, long answeredNanos);

  /**
   * Whether what was written or deleted may be unknown to the server that is asked now: it has lost
   * its data, or it is another server.
   *
   * @param writtenNanos when the key was written
   */
  boolean mayBeForgotten(String key, long writtenNanos);

  /** Every server may die at any time. */
  static Excuses always() {
    return new Always();
  }

  /** Excuses each failure of a connection. */
  record Always() implements Excuses {
    private static final Set<String> TEXTS =
        Set.of(
            "Connection refused",
            "Connection reset by peer",
            "Connection timed out",
            "Broken pipe",
            "unknown");

    @Override
    public boolean mayFail(String text, List<String> keys, long sentNanos, long answeredNanos) {
      return TEXTS.contains(text) && !keys.isEmpty();
    }

    @Override
    public boolean mayBeForgotten(String key, long writtenNanos) {
      return true;
    }
  }
}
