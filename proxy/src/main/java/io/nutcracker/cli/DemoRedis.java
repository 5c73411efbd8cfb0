// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * The demo's two Redis servers: real ones, which embedded-redis carries inside its jar. They keep
 * their data in memory only.
 */
final class DemoRedis implements AutoCloseable {
  private final List<RedisServer> servers = new ArrayList<>();

  /** Whether embedded-redis is there: the distribution leaves it out. */
  static boolean areAvailable() {
    return DemoRedis.class.getResource("/redis/embedded/RedisServer.class") != null;
  }

  /**
   * Starts the servers and returns their ports.
   *
   * @param directory for their program and as their working directory; the caller removes it
   * @throws IOException with a sentence for people
   */
  List<Integer> start(Path directory) throws IOException {
    var executable = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
    return List.of(start(executable, FreePort.find()), start(executable, FreePort.find()));
  }

  private int start(File executable, int port) throws IOException {
    var command = new ArrayList<String>();
    command.add(executable.getPath());
    command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--save", "", "--dir", executable.getParent()));
    var server = new RedisServer(port, command, /* forceStop= */ false);
    servers.add(server);
    try {
      server.start();
    } catch (IOException e) {
      throw new IOException("a Redis server for the demo did not start: " + reason(e), e);
    }
    return port;
  }

  /** What redis-server had to say, in one line. */
  private static String reason(IOException e) {
    var message = (e.getCause() == null ? e : e.getCause()).getMessage();
    return message == null ? e.toString() : message.replaceAll("\\s+", " ");
  }

  @Override
  public void close() throws IOException {
    for (var server : servers) {
      server.stop();
    }
  }
}
