// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.Nutcracker;
import io.nutcracker.testing.FakeServer;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the program as a process of its own can show. */
final class ProcessIT {
  private final InetSocketAddress listen = FreePorts.next();
  @TempDir private Path dir;
  private @Nullable Process process;

  /** Names come from a hosts file of the test's. */
  private void start(int serverPort, String... more) throws IOException {
    var conf = dir.resolve("nutcracker.yml");
    Files.writeString(
        conf,
        """
        alpha:
          listen: 127.0.0.1:%d
          redis: true
          servers:
           - cache.example:%d:1
        """
            .formatted(listen.getPort(), serverPort));
    var command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djdk.net.hosts.file=" + hosts(),
                "-cp",
                System.getProperty("java.class.path"),
                Nutcracker.class.getName(),
                "--conf-file=" + conf,
                "--stats-addr=127.0.0.1",
                "--stats-port=" + FreePorts.next().getPort(),
                "--output=" + dir.resolve("log")));
    command.addAll(List.of(more));
    process = new ProcessBuilder(command).start();
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> RawConnection.connect(listen).close());
  }

  private Path hosts() {
    return dir.resolve("hosts");
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aStatsIntervalOfZeroKeepsNoProcessorBusy() throws IOException {
    Files.writeString(hosts(), "");
    start(1, "--stats-interval=0");
    var handle = requireNonNull(process).toHandle();
    var before = new AtomicReference<>(Duration.ZERO);
    Awaitility.await("little processor time in a second")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          var now = handle.info().totalCpuDuration().orElseThrow();
          return now.minus(before.getAndSet(now)).toMillis() < 200;
        });
  }

  /** Java itself would keep the old address for half a minute. */
  @Test
  void aNameThatMovesIsFollowedAtOnce() throws IOException {
    Files.writeString(hosts(), "127.0.0.1 cache.example\n");
    try (var fresh = FakeServer.startAt(InetAddress.ofLiteral("127.0.0.2"), 0)) {
      start(fresh.address().getPort());
      try (var client = RawConnection.connect(listen)) {
        useOldAddress(client, fresh.address().getPort());
        Thread.startVirtualThread(() -> ServerNamesIT.answerOnce(fresh, "$3\r\nnew\r\n"));
        Awaitility.await()
            .until(() -> {
              client.send(command("GET", "a"));
              return client.readValue().equals("$3\r\nnew\r\n");
            });
      }
    }
  }

  private void useOldAddress(RawConnection client, int port) throws IOException {
    try (var old = FakeServer.startAt(InetAddress.ofLiteral("127.0.0.1"), port)) {
      client.send(command("GET", "a"));
      try (var connection = old.accept()) {
        connection.readValue();
        Files.writeString(hosts(), "127.0.0.2 cache.example\n");
      }
      assertThat(client.readValue()).isEqualTo("-ERR unknown\r\n");
    }
  }
}
