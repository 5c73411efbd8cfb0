// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.util.stream.Collectors.joining;

import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigLoader;
import io.nutcracker.config.NutcrackerConfig;
import io.nutcracker.config.TransportChoice;
import io.nutcracker.proxy.Proxy;
import io.nutcracker.proxy.ProxyOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in this process, two Redis servers behind it, two memcached servers too where the machine
 * has them, and the file that would configure it. {@link #close} undoes whatever {@link #start} has
 * done, however far it came; a shutdown hook may call it while start runs.
 */
final class DemoProxy implements AutoCloseable {
  private static final int MBUF_SIZE_BYTES = 16384;

  private final DemoRedis redis = new DemoRedis();
  private final DemoMemcached memcached = new DemoMemcached();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Path directory;
  private @Nullable Proxy proxy;

  /**
   * Starts the servers, then the proxy.
   *
   * @param ports where the proxy listens
   * @return what to tell the user
   * @throws IOException with a sentence for people
   */
  synchronized String start(DemoPorts ports) throws IOException {
    directory = Files.createTempDirectory("nutcracker-demo-");
    var pools = new ArrayList<DemoPool>();
    pools.add(new DemoPool("redis", true, ports.redis(), redis.start(directory)));
    var program = DemoMemcached.program();
    if (program.isPresent()) {
      var servers = memcached.start(program.get());
      pools.add(new DemoPool("memcached", false, ports.memcached(), servers));
    }
    var yaml = pools.stream().map(DemoPool::yaml).collect(joining("\n"));
    var file = Files.writeString(directory.resolve("nutcracker.yml"), yaml);
    proxy =
        Proxy.start(
            load(file),
            new ProxyOptions(
                1,
                TransportChoice.AUTO,
                "127.0.0.1",
                ports.stats(),
                MBUF_SIZE_BYTES,
                OptionalLong.empty(),
                null));
    return DemoInvitation.text(pools, proxy, file);
  }

  private static NutcrackerConfig load(Path file) {
    try {
      return ConfigLoader.load(file).config();
    } catch (ConfigException | IOException e) {
      throw new AssertionError("the demo's own file", e);
    }
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
      redis.close();
      memcached.close();
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
