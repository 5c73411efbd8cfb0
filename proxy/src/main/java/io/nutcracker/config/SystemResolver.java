// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;

/**
 * The operating system's resolver: what it answers now, and in its order, which says whether IPv4
 * or IPv6 comes first.
 */
final class SystemResolver {
  static {
    // Java would keep answers for 30 seconds, refusals for 10, and put IPv4 first. Has effect only
    // if nobody asked for a name before.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    String order = "java.net.preferIPv6Addresses";
    System.setProperty(order, System.getProperty(order, "system"));
  }

  private SystemResolver() {}

  /**
   * As twemproxy: no host is no address, and brackets around an IPv6 address belong to no host.
   * Java would take the one for localhost and the others off.
   */
  static InetAddress resolve(String host) throws UnknownHostException {
    if (host.isEmpty() || host.startsWith("[")) {
      throw new UnknownHostException(host + ": no host name");
    }
    return InetAddress.getByName(host);
  }
}
