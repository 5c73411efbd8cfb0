// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The demo's only server pool. */
record DemoPool(int port, List<Integer> serverPorts) {
  static final String NAME = "demo";

  /** As an operator would write it. */
  String yaml() {
    return """
    %s:
      listen: 127.0.0.1:%d
      redis: true
      servers:
    %s
    """
        .formatted(
            NAME,
            port,
            serverPorts.stream().map("    - 127.0.0.1:%d:1"::formatted).collect(joining("\n")));
  }
}
