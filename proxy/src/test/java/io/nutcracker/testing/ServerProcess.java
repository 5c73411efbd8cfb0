// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;

/** What real servers have in common: one process after another that listens at one address. */
abstract class ServerProcess implements CacheServer {
  private final Path directory;
  private final SocketAddress address;
  private final List<String> command;
  private ChildProcess process;

  /**
   * Starts it.
   *
   * @param directory its own, and deleted when it is closed
   * @param command makes it listen at the address
   */
  ServerProcess(Path directory, SocketAddress address, List<String> command) {
    this.directory = directory;
    this.address = address;
    this.command = command;
    this.process = launch();
  }

  private ChildProcess launch() {
    var launched = ChildProcess.start(command, directory.resolve("server.log"));
    launched.awaitListening(address);
    return launched;
  }

  @Override
  public final SocketAddress address() {
    return address;
  }

  @Override
  public final void kill() {
    process.kill();
  }

  @Override
  public final void restart() {
    process.kill();
    process = launch();
  }

  @Override
  public final void pause() {
    process.signal("STOP");
  }

  @Override
  public final void resume() {
    process.signal("CONT");
  }

  @Override
  public final void close() {
    process.kill();
    ChildProcess.delete(directory);
  }
}
