// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for the demo's servers. */
final class FreePort {
  private FreePort() {}

  /** A port of the loopback address that nobody listens on now. */
  static int find() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
