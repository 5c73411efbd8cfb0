// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * One of the demo's server pools.
 *
 * @param redis whether it speaks Redis' protocol or memcached's
 * @param port where the proxy listens
 */
record DemoPool(String name, boolean redis, int port, List<Integer> serverPorts) {
  /** As an operator would write it. */
  String yaml() {
    return """
    %s:
      listen: 127.0.0.1:%d
      redis: %b
      servers:
    %s
    """
        .formatted(
            name,
            port,
            redis,
            serverPorts.stream().map("    - 127.0.0.1:%d:1"::formatted).collect(joining("\n")));
  }
}
