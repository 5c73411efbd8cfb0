// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a stats port is.
 *
 * @param host without the brackets of an IPv6 address
 */
public record StatsAddress(String host, int port) {
  private static final int HIGHEST_PORT = 65535;

  /**
   * Reads {@code ADDRESS}, {@code ADDRESS:PORT} or {@code [IPv6]:PORT}.
   *
   * @param port where the text names none
   * @throws IllegalArgumentException with a sentence for people
   */
  public static StatsAddress of(String text, int port) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon >= 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' names no address");
    }
    var address = new StatsAddress(host, hasPort ? port(text.substring(colon + 1)) : checked(port));
    if (!address.isPartOfAddresses()) {
      throw new IllegalArgumentException("'" + host + "' is not an address");
    }
    return address;
  }

  private boolean isPartOfAddresses() {
    try {
      return new URI("http://" + this).getRawPath().isEmpty();
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static int port(String text) {
    try {
      return checked(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      throw noPort(text);
    }
  }

  private static int checked(int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw noPort("" + port);
    }
    return port;
  }

  private static IllegalArgumentException noPort(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a port; ports are numbers from 1 to " + HIGHEST_PORT);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
