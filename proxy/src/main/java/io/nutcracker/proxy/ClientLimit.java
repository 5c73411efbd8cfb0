// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many clients there may be at a time. All workers share it: it is asked when a client comes
 * and told when one has gone, which is not the data path.
 */
final class ClientLimit {
  private final String name;
  private final int most;
  private final @Nullable ClientLimit outer;
  private final AtomicInteger clients = new AtomicInteger();

  private ClientLimit(String name, int most, @Nullable ClientLimit outer) {
    this.name = name;
    this.most = most;
    this.outer = outer;
  }

  /**
   * A limit of its own.
   *
   * @param name what sets it, for the log
   */
  ClientLimit(String name, int most) {
    this(name, most, null);
  }

  /** One that counts the same clients within this one; 0 is no limit. */
  ClientLimit within(String name, int most) {
    return new ClientLimit(name, most == 0 ? Integer.MAX_VALUE : most, this);
  }

  /** Lets a client in, which must {@link #leave} again; or returns the limit that has no room. */
  @Nullable ClientLimit enter() {
    ClientLimit full = outer == null ? null : outer.enter();
    if (full != null) {
      return full;
    }
    if (clients.getAndUpdate(n -> n < most ? n + 1 : n) < most) {
      return null;
    }
    if (outer != null) {
      outer.leave();
    }
    return this;
  }

  int most() {
    return most;
  }

  void leave() {
    clients.getAndDecrement();
    if (outer != null) {
      outer.leave();
    }
  }

  /** {@code the 100 that client_connections allows}. */
  @Override
  public String toString() {
    return "the " + most + " that " + name + " allows";
  }
}
