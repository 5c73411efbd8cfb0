// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log that clients of a pool are refused: the first at once, those that follow as a sum,
 * for they come in floods. Belongs to the event loop of the pool's listener.
 */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  private static final long PERIOD_S = 10;

  private final String pool;
  private boolean summing;
  private int sum;

  Refusals(String pool) {
    this.pool = pool;
  }

  /**
   * One more.
   *
   * @param full the limit that had no room
   */
  void add(ClientLimit full, EventLoop loop) {
    if (summing) {
      sum++;
      return;
    }
    log.warn("pool '{}': a client is refused, {} are connected", pool, full);
    startSum(loop);
  }

  private void startSum(EventLoop loop) {
    summing = true;
    sum = 0;
    loop.schedule(() -> endSum(loop), PERIOD_S, TimeUnit.SECONDS);
  }

  private void endSum(EventLoop loop) {
    if (sum == 0) {
      summing = false;
      return;
    }
    log.warn("pool '{}': {} more clients were refused in {} s", pool, sum, PERIOD_S);
    startSum(loop);
  }
}
