// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.util.ArrayList;
import java.util.function.Supplier;

/**
 * Objects that wait to be used again, so that the data path allocates none. One per worker and
 * type.
 *
 * @param <T> what is reused
 */
final class FreeList<T> {
  /** More than this are left to the garbage collector: a burst does not keep its memory. */
  private static final int MAX_KEPT = 16 * 1024;

  private final Supplier<T> maker;
  private final ArrayList<T> free = new ArrayList<>();
  private int inUse;

  FreeList(Supplier<T> maker) {
    this.maker = maker;
  }

  T take() {
    inUse++;
    return free.isEmpty() ? maker.get() : free.removeLast();
  }

  void give(T item) {
    inUse--;
    if (free.size() < MAX_KEPT) {
      free.add(item);
    }
  }

  /** How many have been taken and not given back. */
  int inUse() {
    return inUse;
  }
}
