// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A proxy in a process of its own, ours or the C program, with a memory and with descriptors of its
 * own. Both take the same options.
 */
public final class ProxyProcess implements RunningProxy {
  private static final Path LAUNCHER = Path.of("..", "nutcracker").toAbsolutePath().normalize();

  private final ConfigFile config;
  private final InetSocketAddress stats = FreePorts.next();
  private final ChildProcess process;

  /**
   * Starts one.
   *
   * @param command the program, and options of its own
   * @param settings of the process, as they stand in the configuration file
   */
  ProxyProcess(List<String> command, String settings, List<TestPool> pools) {
    config = new ConfigFile(settings, pools);
    var words = new ArrayList<>(command);
    words.addAll(options());
    process = ChildProcess.start(words, config.directory().resolve("log"));
    Stream.concat(Stream.of(stats), config.addresses().values().stream())
        .forEach(process::awaitListening);
  }

  /** Starts ours with the launcher, as users do, and with these further options for Java. */
  public static ProxyProcess start(List<TestPool> pools) {
    return new ProxyProcess(List.of(LAUNCHER.toString()), "", pools);
  }

  /**
   * Starts ours.
   *
   * @param openFiles how many files and sockets it may have open
   * @param settings of the process, as they stand in the configuration file
   */
  public static ProxyProcess start(int openFiles, String settings, List<TestPool> pools) {
    var limited = List.of("/bin/sh", "-c", "ulimit -n $0 && exec \"$@\"", "" + openFiles);
    var command = new ArrayList<>(limited);
    command.add(LAUNCHER.toString());
    return new ProxyProcess(command, settings, pools);
  }

  private List<String> options() {
    return List.of(
        "--conf-file=" + config.path(),
        "--stats-addr=127.0.0.1",
        "--stats-port=" + stats.getPort(),
        "--output="); // To stderr, which the child process sends to its log file.
  }

  /** How much memory the process has now. */
  public long residentBytes() {
    return process.residentBytes();
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
