// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real memcached. */
public final class MemcachedServer implements CacheServer {
  private final Path directory = ChildProcess.temporaryDirectory();
  private final SocketAddress address;
  private final List<String> options;
  private ChildProcess process;

  private MemcachedServer(boolean isUnix, List<String> options) {
    this.address =
        isUnix ? UnixDomainSocketAddress.of(directory.resolve("memcached.sock")) : FreePorts.next();
    this.options = options;
    this.process = launch();
  }

  /** Starts one on a free port of the loopback interface. */
  public static MemcachedServer start(String... options) {
    return new MemcachedServer(false, List.of(options));
  }

  /** Starts one on a Unix socket. */
  public static MemcachedServer startOnUnixSocket() {
    return new MemcachedServer(true, List.of());
  }

  private ChildProcess launch() {
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
    var launched = ChildProcess.start(command, directory.resolve("memcached.log"));
    launched.awaitListening(address);
    return launched;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  /** Sends one request past any proxy and returns the reply. */
  public String request(String bytes) {
    try (var connection = RawConnection.connect(address)) {
      connection.send(bytes);
      return connection.readReply();
    }
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void restart() {
    process.kill();
    process = launch();
  }

  @Override
  public void pause() {
    process.signal("STOP");
  }

  @Override
  public void resume() {
    process.signal("CONT");
  }

  @Override
  public void close() {
    process.kill();
    ChildProcess.delete(directory);
  }
}
