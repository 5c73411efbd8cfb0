// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import java.util.Arrays;

/**
 * When the requests in a server connection's queue were sent: one time for all that left in one
 * flush, as a ring. Bounded by that queue.
 */
final class SentTimes {
  private long[] nanos = new long[2];
  private int[] requests = new int[2];
  private int head;
  private int size;

  /** This many requests left at this time. */
  void add(long sentNanos, int count) {
    if (size == nanos.length) {
      grow();
    }
    int slot = head + size & nanos.length - 1;
    nanos[slot] = sentNanos;
    requests[slot] = count;
    size++;
  }

  private void grow() {
    int old = nanos.length;
    long[] oldNanos = nanos;
    int[] oldRequests = requests;
    nanos = Arrays.copyOf(oldNanos, 2 * old);
    requests = Arrays.copyOf(oldRequests, 2 * old);
    for (int i = 0; i < old; i++) {
      nanos[i] = oldNanos[head + i & old - 1];
      requests[i] = oldRequests[head + i & old - 1];
    }
    head = 0;
  }

  /** When the first of the requests was sent; forgets that one. */
  long next() {
    long first = nanos[head];
    requests[head]--;
    if (requests[head] == 0) {
      head = head + 1 & nanos.length - 1;
      size--;
    }
    return first;
  }

  boolean isEmpty() {
    return size == 0;
  }
}
