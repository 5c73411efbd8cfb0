// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigLoader;
import io.nutcracker.config.NutcrackerConfig;
import io.nutcracker.config.TransportChoice;
import io.nutcracker.proxy.Proxy;
import io.nutcracker.proxy.ProxyOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in this process, two Redis servers behind it and the file that would configure it. {@link
 * #close} undoes whatever {@link #start} has done, however far it came; a shutdown hook may call it
 * while start runs.
 */
final class DemoProxy implements AutoCloseable {
  private static final int MBUF_SIZE_BYTES = 16384;

  private final DemoServers servers = new DemoServers();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Path directory;
  private @Nullable Proxy proxy;

  /**
   * Starts the servers, then the proxy.
   *
   * @param port where the proxy listens
   * @param statsPort where it shows its stats; 0 lets the system choose
   * @return what to tell the user
   * @throws IOException with a sentence for people
   */
  synchronized String start(int port, int statsPort) throws IOException {
    directory = Files.createTempDirectory("nutcracker-demo-");
    var pool = new DemoPool(port, servers.start(directory));
    var file = Files.writeString(directory.resolve("nutcracker.yml"), pool.yaml());
    proxy =
        Proxy.start(
            load(file),
            new ProxyOptions(1, TransportChoice.AUTO, "127.0.0.1", statsPort, MBUF_SIZE_BYTES));
    return invitation(pool, file, proxy);
  }

  private static NutcrackerConfig load(Path file) {
    try {
      return ConfigLoader.load(file).config();
    } catch (ConfigException | IOException e) {
      throw new AssertionError("the demo's own file", e);
    }
  }

  private static String invitation(DemoPool pool, Path file, Proxy proxy) {
    int port = portOf(proxy.listenAddress(DemoPool.NAME));
    return """
    nutcracker listens on port %d, in front of Redis servers on ports %s. Try:

      redis-cli -p %d set hello world
      redis-cli -p %d get hello
      nc 127.0.0.1 %d

    The last line shows its stats; %s is its configuration. Ctrl-C ends the demo.
    """
        .formatted(
            port,
            pool.serverPorts().getFirst() + " and " + pool.serverPorts().getLast(),
            port,
            port,
            portOf(proxy.statsAddress()),
            file);
  }

  private static int portOf(SocketAddress address) {
    return ((InetSocketAddress) address).getPort();
  }

  /** Returns once {@link #close} is done. */
  void awaitClose() throws InterruptedException {
    closed.await();
  }

  @Override
  public synchronized void close() {
    try {
      if (proxy != null) {
        proxy.close();
      }
      servers.close();
      deleteDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closed.countDown();
    }
  }

  private void deleteDirectory() throws IOException {
    if (directory == null || Files.notExists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
