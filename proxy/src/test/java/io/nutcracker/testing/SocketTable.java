// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the system tells of its established TCP connections. */
public final class SocketTable {
  /** Which timer runs for a connection on which nothing happens. */
  public static final String KEEPALIVE_TIMER = "02";

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int TIMER = 5;
  private static final String ESTABLISHED = "01";

  private SocketTable() {}

  /** The timers of the connections that were accepted at this address. */
  public static List<String> timersOfAccepted(SocketAddress address) {
    return timers(LOCAL, address);
  }

  /** The timers of the connections that were made to this address. */
  public static List<String> timersOfConnected(SocketAddress address) {
    return timers(REMOTE, address);
  }

  private static List<String> timers(int end, SocketAddress address) {
    var port = ":%04X".formatted(((InetSocketAddress) address).getPort());
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/self/net", table)))
        .map(line -> line.strip().split("\\s+"))
        .filter(row -> row[STATE].equals(ESTABLISHED) && row[end].endsWith(port))
        .map(row -> row[TIMER].replaceFirst(":.*", ""))
        .toList();
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
