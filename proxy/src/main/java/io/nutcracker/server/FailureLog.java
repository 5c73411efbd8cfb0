// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Tells the log of a failure that may come ten thousand times a second: of the first at once, then
 * once a second of how many more there were, until a second passes without one.
 *
 * <p>Belongs to one event loop. What is only counted costs nothing.
 */
public final class FailureLog {
  private final Logger log;
  private final ScheduledExecutorService loop;
  private final String failure;
  private boolean counting;
  private int more;

  /**
   * @param failure what the summary is about
   */
  public FailureLog(Logger log, ScheduledExecutorService loop, String failure) {
    this.log = log;
    this.loop = loop;
    this.failure = failure;
  }

  /** Whether the caller shall write a line of its own about it now; if not, it is counted. */
  public boolean isFirst() {
    if (counting) {
      more++;
      return false;
    }
    counting = true;
    summariseLater();
    return true;
  }

  /** Writes a line about it, or counts it. */
  public void tell() {
    if (isFirst()) {
      log.error("{}", failure);
    }
  }

  private void summariseLater() {
    loop.schedule(this::summarise, 1, TimeUnit.SECONDS);
  }

  private void summarise() {
    if (more == 0) {
      counting = false;
    } else {
      log.error("{} ({} more like this in the last second)", failure, more);
      more = 0;
      summariseLater();
    }
  }
}
