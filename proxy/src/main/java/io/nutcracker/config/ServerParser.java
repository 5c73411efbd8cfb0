// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import io.nutcracker.config.PoolDraft.Item;
import org.jspecify.annotations.Nullable;

/**
 * Reads an item of {@code servers}: {@code host:port:weight [name]} or {@code /path:weight [name]}.
 *
 * <p>As twemproxy it reads from the right, so that the host may be {@code ::1}: after the last
 * space the name, after the last colon the weight, after the colon before it the port.
 */
final class ServerParser {
  /** As libmemcached: a memcached server on its usual port is known by its host alone. */
  private static final int PORT_LEFT_OUT_OF_NAMES = 11211;

  private static final int INVALID_WEIGHT = 0;

  private ServerParser() {}

  static @Nullable Item parse(String text, Spot spot) {
    int space = text.lastIndexOf(' ');
    String name = space < 0 ? null : text.substring(space + 1);
    String address = space < 0 ? text : text.substring(0, space);

    int weightColon = address.lastIndexOf(':');
    String location = address.substring(0, Math.max(weightColon, 0));
    int portColon = location.lastIndexOf(':');
    boolean isUnix = text.startsWith("/");
    if (weightColon < 0 || isUnix == portColon >= 0) {
      spot.refuse(text, "is neither 'host:port:weight [name]' nor '/path:weight [name]'");
      return null;
    }
    int weight = weight(address.substring(weightColon + 1), text, spot);
    int port = isUnix ? 0 : Port.parse(location.substring(portColon + 1), text, spot);
    if (weight == INVALID_WEIGHT || port == Port.INVALID) {
      return null;
    }
    Endpoint endpoint =
        isUnix
            ? new Endpoint.Unix(location)
            : new Endpoint.Tcp(location.substring(0, portColon), port);
    if (endpoint instanceof Endpoint.Unix unix
        && unix.pathBytes() > Endpoint.Unix.LONGEST_PATH_BYTES) {
      // As twemproxy: accepted, and down for ever.
      spot.warn(text, ListenAddressParser.tooLong(unix));
    }
    String shownName = name == null ? defaultName(location, endpoint) : name;
    return new Item(new ServerConfig(address, shownName, endpoint, weight), spot.line());
  }

  /** The name of a server that is given none. It decides the server's points on the ring. */
  private static String defaultName(String location, Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp tcp when tcp.port() == PORT_LEFT_OUT_OF_NAMES -> tcp.host();
      case Endpoint.Tcp _ -> location;
      // As twemproxy: the colon before a port that is not there.
      case Endpoint.Unix unix -> unix.path() + ":";
    };
  }

  /** At least 1, or INVALID_WEIGHT when it was refused. */
  private static int weight(String text, String server, Spot spot) {
    int weight = DecimalNumber.parse(text);
    if (weight < 1) {
      spot.refuse(server, "has an invalid weight; weights are numbers from 1 to 2147483647");
      return INVALID_WEIGHT;
    }
    ValueType.warnIfWrapped(text, weight, spot);
    return weight;
  }
}
