// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

/**
 * What is held for all of HTTP's visitors together: bodies that have come, and answers that have
 * not left. Used by the admin port's thread only.
 */
public final class HeldBytes {
  static final long MAX_BYTES = 256 * 1024 * 1024;

  private long bytes;

  /** Whether there is room for so many more; if so they count. */
  public boolean add(int more) {
    if (bytes + more > MAX_BYTES) {
      return false;
    }
    bytes += more;
    return true;
  }

  /** So many are no longer held. */
  public void remove(int fewer) {
    bytes -= fewer;
  }
}
