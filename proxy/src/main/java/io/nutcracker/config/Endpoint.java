// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.nio.charset.StandardCharsets;

/** Where a socket listens or connects: a host and port, or the path of a Unix socket. */
public sealed interface Endpoint {
  /** A host name or numeric address, unresolved, and a port in 1..65535. */
  record Tcp(String host, int port) implements Endpoint {}

  /** The path of a Unix socket. One that is too long cannot be listened on or connected to. */
  record Unix(String path) implements Endpoint {
    /** What fits into a Unix socket address beside its terminating zero byte. */
    static final int LONGEST_PATH_BYTES = 107;

    int pathBytes() {
      return path.getBytes(StandardCharsets.UTF_8).length;
    }
  }
}
