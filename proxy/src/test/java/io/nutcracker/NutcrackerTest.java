// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.Resp;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own, for what only a process can show. */
@Timeout(60)
class NutcrackerTest {
  private static final String GET = Resp.command("GET", "a");

  @TempDir private Path dir;

  private Path pidFile() {
    return dir.resolve("pid");
  }

  private Path socket() {
    return dir.resolve("s");
  }

  private Path log() {
    return dir.resolve("log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsWithStatusZeroOnASignalAndRemovesItsFiles(String signal)
      throws IOException, InterruptedException {
    Process process = startProxy("127.0.0.1:1");
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.lines().anyMatch(line -> line.contains("listens on"))).isTrue();
      assertThat(pidFile()).hasContent(Long.toString(process.pid()));
      assertThat(socket()).exists();
      signal(process, signal);
      assertThat(err.lines().toList())
          .anyMatch(line -> line.contains("(SIG" + signal + ") received, exiting"))
          .anyMatch(line -> line.contains("every client was answered within"))
          .last()
          .asString()
          .endsWith("done, rabbit done");
      assertThat(process.waitFor()).isZero();
      assertThat(pidFile()).doesNotExist();
      assertThat(socket()).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aSignalLetsWhatIsInFlightFinish() throws IOException, InterruptedException {
    try (var server = FakeServer.start()) {
      Process process =
          startProxy("127.0.0.1:" + server.address().getPort(), "-o", log().toString());
      try (var client = awaitServing();
          var connection = forwarded(server, client)) {
        signal(process, "TERM");
        await().until(() -> Files.notExists(socket()));
        connection.send("$1\r\n1\r\n");
        assertThat(client.readToEnd()).isEqualTo("$1\r\n1\r\n");
      } finally {
        assertThat(process.waitFor()).isZero();
        process.destroyForcibly();
      }
    }
    assertThat(log()).content().contains("every client was answered");
  }

  @Test
  void whenTheTimeIsUpOrASecondSignalComesNobodyIsWaitedFor()
      throws IOException, InterruptedException {
    for (String timeout : List.of("50", "50000")) {
      try (var server = FakeServer.start()) {
        Process process =
            startProxy(
                "127.0.0.1:" + server.address().getPort(),
                "-o",
                log().toString(),
                "--drain-timeout=" + timeout);
        try (var client = awaitServing();
            var connection = forwarded(server, client)) {
          signal(process, "TERM");
          await().until(() -> Files.notExists(socket()));
          if (timeout.equals("50000")) {
            signal(process, "INT");
          }
          assertThat(client.readToEnd()).isEmpty();
          assertThat(connection.readToEnd()).isEmpty();
        } finally {
          assertThat(process.waitFor()).isZero();
          process.destroyForcibly();
        }
      }
      assertThat(log())
          .content()
          .containsPattern("clients still waiting for responses after \\d+ msec: 1\n");
      assertThat(pidFile()).doesNotExist();
      Files.delete(log());
    }
  }

  /** A client's request has been forwarded, and the server says nothing. */
  private static RawConnection forwarded(FakeServer server, RawConnection client) {
    client.send(GET);
    var connection = server.accept();
    assertThat(connection.read(GET.length())).isEqualTo(GET);
    return connection;
  }

  private RawConnection awaitServing() {
    await().until(() -> Files.exists(log()) && Files.readString(log()).contains("listens on"));
    return RawConnection.connect(UnixDomainSocketAddress.of(socket()));
  }

  @Test
  void reopensItsLogAndGoesOnWhenItCannot() throws IOException, InterruptedException {
    Path moved = dir.resolve("moved");
    Process process = startProxy("127.0.0.1:1", "-o", log().toString());
    try {
      awaitServing().close();
      Files.move(log(), moved);
      signal(process, "HUP");
      await().until(() -> Files.exists(log()));
      assertThat(moved)
          .content()
          .endsWith("nutcracker signal 1 (SIGHUP) received, reopening log file\n");

      signal(process, "USR1");
      await().until(() -> Files.readString(log()).contains("signal 10 (SIGUSR1) received\n"));

      Files.delete(log());
      Files.createDirectory(log());
      signal(process, "HUP");
      try (BufferedReader err = process.errorReader()) {
        assertThat(err.readLine())
            .isEqualTo("reopening log file '" + log() + "' failed, ignored: Is a directory");
        signal(process, "TERM");
        assertThat(process.waitFor()).isZero();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void raisesAndLowersItsLogLevel() throws IOException, InterruptedException {
    Process process = startProxy("127.0.0.1:1", "-o", log().toString(), "-v", "10");
    try {
      awaitServing().close();
      for (String signal : List.of("TTIN", "TTIN", "TTOU")) {
        int lines = Files.readAllLines(log()).size();
        signal(process, signal);
        await().until(() -> Files.readAllLines(log()).size() > lines);
        await().until(() -> Files.readString(log()).contains("SIG" + signal));
      }
      await().until(() -> Files.readString(log()).contains("down log level to 10"));
      assertThat(log())
          .content()
          .contains("signal 21 (SIGTTIN) received, up logging level", "up log level to 11")
          .contains("signal 22 (SIGTTOU) received, down logging level")
          .doesNotContain("to 12");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void stopsWhenItWasStartedToIgnoreHangups() throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("nohup"));
    command.addAll(command("-o", log().toString()));
    command.addAll(proxyArguments("127.0.0.1:1"));
    Process process = new ProcessBuilder(command).directory(dir.toFile()).start();
    try {
      awaitServing().close();
      signal(process, "HUP");
      signal(process, "TERM");
      assertThat(process.waitFor()).isZero();
      assertThat(pidFile()).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void exitsWithTheStatusOfTheProgram() throws IOException, InterruptedException {
    assertThat(start("-V").waitFor()).isZero();
    assertThat(start("-z").waitFor()).isEqualTo(1);
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** A proxy that listens on {@link #socket} before this server. */
  private Process startProxy(String server, String... args) throws IOException {
    var all = new ArrayList<>(proxyArguments(server));
    all.addAll(List.of(args));
    return start(all.toArray(String[]::new));
  }

  private List<String> proxyArguments(String server) throws IOException {
    Path conf = dir.resolve("c.yml");
    Files.writeString(
        conf,
        "alpha:\n  listen: %s\n  redis: true\n  servers:\n  - %s:1\n".formatted(socket(), server));
    String statsPort = Integer.toString(FreePorts.next().getPort());
    return List.of(
        "-c", conf.toString(), "-p", pidFile().toString(), "-a", "127.0.0.1", "-s", statsPort);
  }

  private static Process start(String... args) throws IOException {
    return new ProcessBuilder(command(args)).start();
  }

  private static List<String> command(String... args) {
    // Under nohup this process ignores SIGHUP, and its children would.
    var command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Nutcracker.class.getName());
    command.addAll(List.of(args));
    return command;
  }
}
