// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.stats.CommandGroup;
import org.jspecify.annotations.Nullable;

/** Responses of a client that took equally long so far, one behind the other on their way to it. */
final class ResponseRun {
  CommandGroup group = CommandGroup.OTHER;
  long waitingNanos;
  long serverNanos;

  /** When they were appended. */
  long writtenNanos;

  /** Where the last of them ends among all the bytes for the client. */
  long endByte;

  int responses;

  /** If it was slow, the only one of its run; null if it was not. */
  @Nullable SlowRequest slow;

  void start(
      CommandGroup group,
      long waitingNanos,
      long serverNanos,
      long writtenNanos,
      @Nullable SlowRequest slow) {
    this.group = group;
    this.waitingNanos = waitingNanos;
    this.serverNanos = serverNanos;
    this.writtenNanos = writtenNanos;
    this.slow = slow;
    responses = 0;
  }

  boolean isLike(CommandGroup group, long waitingNanos, long serverNanos, long writtenNanos) {
    return this.group == group
        && this.waitingNanos == waitingNanos
        && this.serverNanos == serverNanos
        && this.writtenNanos == writtenNanos
        && slow == null;
  }
}
