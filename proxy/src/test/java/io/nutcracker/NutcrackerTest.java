// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own, for what only a process can show. */
@Timeout(60)
class NutcrackerTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsWithStatusZeroOnASignalAndRemovesItsPidFile(String signal)
      throws IOException, InterruptedException {
    Path conf = dir.resolve("c.yml");
    Files.writeString(
        conf,
        "alpha:\n  listen: %s/s\n  redis: true\n  servers:\n  - 127.0.0.1:6379:1\n".formatted(dir));
    Path pidFile = dir.resolve("pid");
    Process process =
        start("-c", conf.toString(), "-p", pidFile.toString(), "-a", "127.0.0.1", "-s", freePort());
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.lines().anyMatch(line -> line.contains("run, rabbit run"))).isTrue();
      assertThat(pidFile).hasContent(Long.toString(process.pid()));
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(err.lines().toList()).last().asString().endsWith("done, rabbit done");
      assertThat(process.waitFor()).isZero();
      assertThat(pidFile).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void exitsWithTheStatusOfTheProgram() throws IOException, InterruptedException {
    assertThat(start("-V").waitFor()).isZero();
    assertThat(start("-z").waitFor()).isEqualTo(1);
  }

  private static Process start(String... args) throws IOException {
    var command = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp");
    command.command().add(System.getProperty("java.class.path"));
    command.command().add(Nutcracker.class.getName());
    command.command().addAll(List.of(args));
    return command.start();
  }

  private static String freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
