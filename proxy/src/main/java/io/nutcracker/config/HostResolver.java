// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells whether a host of a {@code listen} value exists. Tests pass their own. */
interface HostResolver {
  HostResolver SYSTEM = HostResolver::resolvesHere;

  boolean resolves(String host);

  /**
   * As twemproxy: no host is no address, and brackets around an IPv6 address belong to no host.
   * Java would take the one for localhost and the others off.
   */
  private static boolean resolvesHere(String host) {
    if (host.isEmpty() || host.startsWith("[")) {
      return false;
    }
    try {
      InetAddress.getByName(host);
      return true;
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
