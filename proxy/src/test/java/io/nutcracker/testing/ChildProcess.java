// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A running program. What it writes goes to a log file; it dies with {@link #kill()} or with the
 * test JVM, whichever comes first.
 */
final class ChildProcess {
  private final Process process;
  private final Path log;
  private final Thread killer;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  static ChildProcess start(List<String> command, Path log) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new ChildProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something accepts connections there; fails with the program's log if it ends. */
  void awaitListening(SocketAddress address) {
    Awaitility.await("a listener at " + address)
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> accepts(address));
  }

  private boolean accepts(SocketAddress address) {
    if (!process.isAlive()) {
      throw new AssertionError("exit status " + process.exitValue() + ": " + log());
    }
    try (var _ = RawConnection.open(address)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  String log() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much memory it has now. */
  long residentBytes() {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      var line = lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Sends a signal: {@code STOP}, {@code CONT}. */
  void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      kill.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the program at once and returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("nutcracker-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a directory of plain files. */
  static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
