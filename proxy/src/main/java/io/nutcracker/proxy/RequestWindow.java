// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

/**
 * How many requests a client may have in flight: as many as have responses that fit its share of
 * memory, judging by the responses it got so far. So a client that asks for large values without
 * reading them holds little, and one that pipelines a million small requests before it reads is
 * served all the same.
 */
final class RequestWindow {
  /** Unsent responses above which no further request of the client is taken. */
  static final int SOFT_LIMIT_BYTES = 16 * 1024 * 1024;

  /**
   * Responses, unsent or waiting for an earlier one, above which the client is closed when yet
   * another one arrives.
   */
  static final int HARD_LIMIT_BYTES = 256 * 1024 * 1024;

  /** Enough to keep a server busy whatever the responses' size. */
  private static final int MIN_REQUESTS = 16;

  private final int mostRequests;

  /** Of the responses' length, each one counting an eighth; starts careful. */
  private int averageBytes = SOFT_LIMIT_BYTES / MIN_REQUESTS;

  /**
   * @param mostRequests the pool's {@code max_pipeline}
   */
  RequestWindow(int mostRequests) {
    this.mostRequests = mostRequests;
  }

  void onResponse(int bytes) {
    averageBytes += (bytes - averageBytes) >> 3;
  }

  int size(boolean memoryIsScarce) {
    int fitting =
        memoryIsScarce
            ? MIN_REQUESTS
            : Math.max(SOFT_LIMIT_BYTES / (averageBytes + 1), MIN_REQUESTS);
    return Math.min(fitting, mostRequests);
  }
}
