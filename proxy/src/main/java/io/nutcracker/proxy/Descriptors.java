// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.PoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many files and sockets the process may have open, and how many of them are left for clients.
 * Read from {@code /proc}; where there is none, nothing is limited here.
 */
final class Descriptors {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Path OPEN = Path.of("/proc/self/fd");

  /** {@code Max open files 1024 524288 files}. */
  private static final Pattern LIMIT = Pattern.compile("^Max open files +(\\d+)");

  /** As twemproxy: for stats connections, log files, name look-ups and clients being refused. */
  private static final int RESERVE = 32;

  /** Its own, and one to the pool for each version of the protocol. */
  private static final int PER_HTTP_VISITOR = 3;

  private Descriptors() {}

  /**
   * How many clients there is room for, in a process that has opened all but its listeners.
   *
   * @param workers each has its own connections to the servers
   */
  static int forClients(List<PoolConfig> pools, int workers) throws IOException {
    if (Files.notExists(LIMITS)) {
      return Integer.MAX_VALUE;
    }
    long servers = 0;
    for (PoolConfig pool : pools) {
      servers += (long) pool.servers().size() * pool.serverConnections() * workers;
    }
    int listeners = pools.size() + 1;
    if (pools.stream().anyMatch(PoolConfig::http)) {
      servers += (long) PER_HTTP_VISITOR * AdminPort.mostHttpConnections(pools);
    }
    return forClients(limit(), inUse() + listeners, servers);
  }

  /**
   * What the servers and the reserve leave; but never less than half, since connections to servers
   * are made as they are needed, and all at once hardly ever.
   */
  static int forClients(long limit, long inUse, long servers) {
    long left = Math.max(0, limit - inUse);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(left / 2, left - servers - RESERVE));
  }

  private static long limit() throws IOException {
    try (Stream<String> lines = Files.lines(LIMITS)) {
      return lines
          .map(LIMIT::matcher)
          .filter(line -> line.find())
          .map(line -> Long.parseLong(line.group(1)))
          .findFirst()
          .orElse(Long.MAX_VALUE); // "unlimited"
    }
  }

  private static long inUse() throws IOException {
    try (Stream<Path> open = Files.list(OPEN)) {
      return open.count();
    }
  }
}
