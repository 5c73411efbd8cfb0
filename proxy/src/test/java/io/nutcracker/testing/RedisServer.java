// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real redis-server that keeps nothing on disk. */
public final class RedisServer extends ServerProcess {
  private final @Nullable String password;

  private RedisServer(
      Path directory, SocketAddress address, @Nullable String password, List<String> options) {
    super(directory, address, commandLine(directory, address, options));
    this.password = password;
  }

  /** Starts one on a free port of the loopback interface. */
  public static RedisServer start(String... options) {
    return new RedisServer(
        ChildProcess.temporaryDirectory(), FreePorts.next(), null, List.of(options));
  }

  /** Starts one that demands a password. */
  public static RedisServer startWithPassword(String password) {
    var options = List.of("--requirepass", password);
    return new RedisServer(ChildProcess.temporaryDirectory(), FreePorts.next(), password, options);
  }

  /** Starts one on a Unix socket. */
  public static RedisServer startOnUnixSocket() {
    var directory = ChildProcess.temporaryDirectory();
    var address = UnixDomainSocketAddress.of(directory.resolve("redis.sock"));
    return new RedisServer(directory, address, null, List.of());
  }

  private static List<String> commandLine(
      Path directory, SocketAddress address, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Program.REDIS_SERVER.path().toString());
    command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", directory.toString()));
    command.addAll(List.of("--bind", "127.0.0.1"));
    command.addAll(
        switch (address) {
          case InetSocketAddress tcp -> List.of("--port", Integer.toString(tcp.getPort()));
          default -> List.of("--port", "0", "--unixsocket", address.toString());
        });
    command.addAll(options);
    return command;
  }

  /** Sends one command past any proxy and returns the reply. */
  public String command(String... words) {
    try (var connection = RawConnection.connect(address())) {
      if (password != null) {
        connection.send(Resp.command("AUTH", password));
        connection.readValue();
      }
      connection.send(Resp.command(words));
      return connection.readValue();
    }
  }
}
