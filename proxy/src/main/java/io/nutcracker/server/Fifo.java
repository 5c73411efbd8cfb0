// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A queue that can be looked into: twemproxy's tail queues, as a ring. Grows as needed, so its user
 * bounds it.
 *
 * @param <T> what is queued
 */
public final class Fifo<T> {
  private @Nullable Object[] ring = new @Nullable Object[4];
  private int head;
  private int size;

  /** Appends at the end. */
  public void add(T item) {
    if (size == ring.length) {
      grow();
    }
    ring[slot(size)] = item;
    size++;
  }

  private void grow() {
    @Nullable Object[] larger = Arrays.copyOfRange(ring, head, head + ring.length * 2);
    System.arraycopy(ring, 0, larger, ring.length - head, head);
    ring = larger;
    head = 0;
  }

  /** The first item, or null. */
  @SuppressWarnings("unchecked") // only add() and set() fill slots
  public @Nullable T peek() {
    return (T) ring[head];
  }

  /** Removes the first item and returns it, or null. */
  public @Nullable T poll() {
    T first = peek();
    if (first != null) {
      ring[head] = null;
      head = slot(1);
      size--;
    }
    return first;
  }

  /** The item that has {@code index} others before it. */
  @SuppressWarnings("unchecked") // only add() and set() fill slots
  public T get(int index) {
    assert index < size;
    return (T) requireNonNull(ring[slot(index)]);
  }

  /** Puts another item in the place of the one that has {@code index} others before it. */
  public void set(int index, T item) {
    assert index < size;
    ring[slot(index)] = item;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  private int slot(int index) {
    return head + index & ring.length - 1;
  }
}
