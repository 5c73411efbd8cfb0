// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import org.jspecify.annotations.Nullable;

/** Reads {@code host:port} and {@code /path [permission]}. Does not resolve the host. */
final class ListenAddressParser {
  private static final int HIGHEST_PERMISSION = 0777;

  private ListenAddressParser() {}

  static @Nullable ListenAddress parse(String text, Spot spot) {
    return text.startsWith("/") ? unix(text, spot) : tcp(text, spot);
  }

  private static @Nullable ListenAddress tcp(String text, Spot spot) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      spot.refuse(text, "is neither 'host:port' nor '/path [permission]'");
      return null;
    }
    int port = Port.parse(text.substring(colon + 1), text, spot);
    return port == Port.INVALID
        ? null
        : new ListenAddress(text, new Endpoint.Tcp(text.substring(0, colon), port), 0);
  }

  private static @Nullable ListenAddress unix(String text, Spot spot) {
    int space = text.lastIndexOf(' ');
    String path = space < 0 ? text : text.substring(0, space);
    int permission = 0;
    if (space >= 0) {
      String octal = text.substring(space + 1);
      permission = lenientOctal(octal);
      if (permission < 0 || permission > HIGHEST_PERMISSION) {
        spot.refuse(text, "has a file permission that is not an octal number from 0 to 0777");
        return null;
      }
      if (!octal.matches("[0-7]+")) {
        spot.warn(
            text,
            permission == 0
                ? "has a file permission that is not octal; it is left to the umask"
                : "has a file permission that is not octal; it means 0%o".formatted(permission));
      }
    }
    var endpoint = new Endpoint.Unix(path);
    if (endpoint.pathBytes() > Endpoint.Unix.LONGEST_PATH_BYTES) {
      spot.refuse(text, tooLong(endpoint));
      return null;
    }
    return new ListenAddress(text, endpoint, permission);
  }

  static String tooLong(Endpoint.Unix endpoint) {
    return "has a path of %d bytes; at most %d fit"
        .formatted(endpoint.pathBytes(), Endpoint.Unix.LONGEST_PATH_BYTES);
  }

  /**
   * As twemproxy: the octal digits at the start count and the rest is ignored, so {@code abc} and
   * {@code 999} are 0 and {@code 0666x} is 0666. What overflows stays too large.
   */
  private static int lenientOctal(String text) {
    String digits = text.strip();
    int i = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
    int value = 0;
    for (; i < digits.length() && digits.charAt(i) >= '0' && digits.charAt(i) <= '7'; i++) {
      value = Math.min(value * 8 + (digits.charAt(i) - '0'), HIGHEST_PERMISSION + 1);
    }
    return digits.startsWith("-") ? -value : value;
  }
}
