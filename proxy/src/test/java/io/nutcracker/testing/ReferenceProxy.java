// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** The C program, nutcracker 0.5.0: what ours is compared with. */
public final class ReferenceProxy implements RunningProxy {
  private final ConfigFile config;
  private final InetSocketAddress stats = FreePorts.next();
  private final ChildProcess process;

  private ReferenceProxy(List<TestPool> pools, int mbufSizeBytes) {
    config = new ConfigFile(pools);
    process = ChildProcess.start(command(mbufSizeBytes), config.directory().resolve("log"));
    process.awaitListening(stats);
    config.addresses().values().forEach(process::awaitListening);
  }

  public static ReferenceProxy start(List<TestPool> pools, int mbufSizeBytes) {
    return new ReferenceProxy(pools, mbufSizeBytes);
  }

  /** Stats are gathered every 100 ms, the least that leaves the program time to work. */
  private List<String> command(int mbufSizeBytes) {
    return List.of(
        Program.NUTCRACKER.path().toString(),
        "--conf-file=" + config.path(),
        "--stats-addr=127.0.0.1",
        "--stats-port=" + stats.getPort(),
        "--stats-interval=100",
        "--mbuf-size=" + mbufSizeBytes,
        "--verbose=11",
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

  /** What it has logged so far. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.kill();
    config.delete();
  }
}
