// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of hosts that a configuration names. Tests pass their own. */
@FunctionalInterface
public interface HostResolver {
  /** Asks the operating system, each time anew. */
  HostResolver SYSTEM = SystemResolver::resolve;

  /**
   * The address of a host; of several the first, as twemproxy. Blocks until there is an answer.
   *
   * @throws UnknownHostException if it has none
   */
  InetAddress resolve(String host) throws UnknownHostException;

  /** Whether the host has an address. */
  default boolean resolves(String host) {
    try {
      resolve(host);
      return true;
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
