// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.mbuf;

/** Hears that a {@link SendBuffer} has handed its bytes to the channel. */
@FunctionalInterface
public interface FlushListener {
  /**
   * Called after each flush that had bytes.
   *
   * @param nanos when it began
   * @param isBehind whether the system takes fewer bytes than it is given
   */
  void onFlush(long nanos, boolean isBehind);
}
