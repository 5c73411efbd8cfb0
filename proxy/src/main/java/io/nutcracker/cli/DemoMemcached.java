// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The demo's two memcached servers, where the machine has the program. */
final class DemoMemcached implements AutoCloseable {
  private static final long POLL_MS = 10;
  private static final int MAX_POLLS = 500;

  private final List<Process> servers = new ArrayList<>();

  /** The program on PATH, if there is one. */
  static Optional<Path> program() {
    var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, "memcached"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the servers and returns their ports.
   *
   * @throws IOException with a sentence for people
   */
  List<Integer> start(Path program) throws IOException {
    return List.of(startOne(program), startOne(program));
  }

  private int startOne(Path program) throws IOException {
    int port = FreePort.find();
    var command = new ProcessBuilder(program.toString(), "-l", "127.0.0.1", "-p", "" + port);
    // As root it insists on being told whom to run as; everybody else it does not mind telling.
    command.command().addAll(List.of("-u", System.getProperty("user.name")));
    command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process server = command.start();
    servers.add(server);
    for (int i = 0; i < MAX_POLLS; i++) {
      if (accepts(port)) {
        return port;
      }
      if (hasEnded(server)) {
        throw new IOException("memcached ended at once, with status " + server.exitValue());
      }
    }
    throw new IOException("memcached does not accept connections on port " + port);
  }

  private static boolean accepts(int port) {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean hasEnded(Process server) throws IOException {
    try {
      return server.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while memcached started", e);
    }
  }

  @Override
  public void close() {
    servers.forEach(Process::destroy);
    servers.forEach(server -> server.onExit().join());
  }
}
