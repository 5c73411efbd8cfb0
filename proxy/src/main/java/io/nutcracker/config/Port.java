// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;

/** TCP ports in addresses of the file: 1..65535 after {@link DecimalNumber}'s wrap. */
final class Port {
  static final int INVALID = -1;

  private static final int HIGHEST = 65535;

  private Port() {}

  /** The port in {@code text}, which is a part of {@code address}; refused ones are INVALID. */
  static int parse(String text, String address, Spot spot) {
    int port = DecimalNumber.parse(text);
    if (port < 1 || port > HIGHEST) {
      spot.refuse(address, "has an invalid port; ports are numbers from 1 to " + HIGHEST);
      return INVALID;
    }
    ValueType.warnIfWrapped(text, port, spot);
    return port;
  }
}
