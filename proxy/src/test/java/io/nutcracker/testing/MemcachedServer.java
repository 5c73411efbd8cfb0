// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real memcached. */
public final class MemcachedServer extends ServerProcess {
  private MemcachedServer(Path directory, SocketAddress address, List<String> options) {
    super(directory, address, commandLine(address, options));
  }

  /** Starts one on a free port of the loopback interface. */
  public static MemcachedServer start(String... options) {
    return new MemcachedServer(
        ChildProcess.temporaryDirectory(), FreePorts.next(), List.of(options));
  }

  /** Starts one on a Unix socket. */
  public static MemcachedServer startOnUnixSocket() {
    var directory = ChildProcess.temporaryDirectory();
    var address = UnixDomainSocketAddress.of(directory.resolve("memcached.sock"));
    return new MemcachedServer(directory, address, List.of());
  }

  private static List<String> commandLine(SocketAddress address, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Program.MEMCACHED.path().toString());
    command.addAll(
        switch (address) {
          case InetSocketAddress tcp ->
              List.of("-l", "127.0.0.1", "-p", Integer.toString(tcp.getPort()));
          default -> List.of("-s", address.toString());
        });
    command.addAll(List.of("-t", "1"));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "root")); // It runs as root only when told so.
    }
    command.addAll(options);
    return command;
  }

  /** Sends one request past any proxy and returns the reply. */
  public String request(String bytes) {
    try (var connection = RawConnection.connect(address())) {
      connection.send(bytes);
      return connection.readReply();
    }
  }
}
