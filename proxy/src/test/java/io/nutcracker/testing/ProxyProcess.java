// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A proxy in a process of its own, ours or the C program: both take the same options. */
public final class ProxyProcess implements RunningProxy {
  private static final Path LAUNCHER = Path.of("..", "nutcracker").toAbsolutePath().normalize();

  private final ConfigFile config;
  private final InetSocketAddress stats = FreePorts.next();
  private final ChildProcess process;

  /**
   * Starts one.
   *
   * @param command the program, and options of its own
   */
  ProxyProcess(List<String> command, List<TestPool> pools, int mbufSizeBytes) {
    config = new ConfigFile(pools);
    var words = new ArrayList<>(command);
    words.addAll(options(mbufSizeBytes));
    process = ChildProcess.start(words, config.directory().resolve("log"));
    Stream.concat(Stream.of(stats), config.addresses().values().stream())
        .forEach(process::awaitListening);
  }

  /** Starts ours with the launcher, as users do, and with these further options for Java. */
  public static ProxyProcess start(List<TestPool> pools, int mbufSizeBytes, String javaOptions) {
    return new ProxyProcess(
        List.of("env", "NUTCRACKER_JAVA_OPTS=" + javaOptions, LAUNCHER.toString()),
        pools,
        mbufSizeBytes);
  }

  private List<String> options(int mbufSizeBytes) {
    return List.of(
        "--conf-file=" + config.path(),
        "--stats-addr=127.0.0.1",
        "--stats-port=" + stats.getPort(),
        "--mbuf-size=" + mbufSizeBytes,
        "--output="); // To stderr, which the child process sends to its log file.
  }

  @Override
  public SocketAddress address(String pool) {
    return config.address(pool);
  }

  @Override
  public SocketAddress statsAddress() {
    return stats;
  }

  /** How much memory the process has now. */
  public long residentBytes() {
    return process.residentBytes();
  }

  @Override
  public void close() {
    process.kill();
    config.delete();
  }
}
