// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.util.concurrent.TimeUnit;

/**
 * Lets a worker tell of so many slow requests a second. When a server is slow, all its requests
 * are: telling of each would make the proxy slow as well, and the log holds no more of them anyway.
 */
final class SlowLogGate {
  private static final int MOST_PER_SECOND = 100;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long sinceNanos;
  private int told = MOST_PER_SECOND;

  /** Whether one may be told of now. */
  boolean isOpen(long nowNanos) {
    if (told < MOST_PER_SECOND) {
      told++;
      return true;
    }
    if (nowNanos - sinceNanos < SECOND) {
      return false;
    }
    sinceNanos = nowNanos;
    told = 1;
    return true;
  }
}
