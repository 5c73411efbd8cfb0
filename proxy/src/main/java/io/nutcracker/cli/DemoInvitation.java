// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.util.stream.Collectors.joining;

import io.nutcracker.proxy.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;

/** What the demo tells its user. */
final class DemoInvitation {
  private DemoInvitation() {}

  static String text(List<DemoPool> pools, Proxy proxy, Path file) {
    return """
    %s Try:

    %s
      nc 127.0.0.1 %d

    The last line shows its stats; %s is its configuration. Ctrl-C ends the demo.
    """
        .formatted(
            pools.stream().map(pool -> introduction(pool, proxy)).collect(joining("\n")),
            pools.stream().map(pool -> linesToTry(pool, proxy)).collect(joining("\n")),
            portOf(proxy.statsAddress()),
            file);
  }

  private static String introduction(DemoPool pool, Proxy proxy) {
    return "nutcracker listens on port %d, in front of %s servers on ports %d and %d."
        .formatted(
            port(pool, proxy),
            pool.redis() ? "Redis" : "memcached",
            pool.serverPorts().getFirst(),
            pool.serverPorts().getLast());
  }

  private static String linesToTry(DemoPool pool, Proxy proxy) {
    int port = port(pool, proxy);
    return pool.redis()
        ? "  redis-cli -p %d set hello world\n  redis-cli -p %d get hello".formatted(port, port)
        : "  printf 'set hello 0 0 5\\r\\nworld\\r\\nget hello\\r\\nquit\\r\\n' | nc 127.0.0.1 %d"
            .formatted(port);
  }

  private static int port(DemoPool pool, Proxy proxy) {
    return portOf(proxy.listenAddress(pool.name()));
  }

  private static int portOf(SocketAddress address) {
    return ((InetSocketAddress) address).getPort();
  }
}
