// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.FreePorts;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator unpacks: it runs by itself, and starts from the AOT cache that came with it. */
final class DistributionIT {
  private static final Path BUILT = Path.of("target").toAbsolutePath();

  /** In Java's log of the classes it loads. */
  private static final String FROM_CACHE = "io.nutcracker.Nutcracker source: shared objects file";

  @TempDir private Path dir;
  private Path home;

  @BeforeEach
  void unpack() throws Exception {
    try (var archives = Files.newDirectoryStream(BUILT, "*.tar.gz")) {
      Path archive = archives.iterator().next();
      var tar = new ProcessBuilder("tar", "-xzf", archive.toString());
      assertThat(CommandResult.of(tar, dir).status()).isZero();
    }
    try (var unpacked = Files.newDirectoryStream(dir, "nutcracker-*")) {
      home = unpacked.iterator().next();
    }
  }

  @Test
  void theConfigurationThatComesWithItIsValid() throws Exception {
    assertThat(home.resolve("conf/nutcracker.yml")).exists();
    assertThat(run("", "-t", "-c", home + "/conf/nutcracker.yml").output())
        .endsWith("nutcracker.yml' syntax is ok\n");
  }

  @Test
  void itServesStartedFromItsCache() throws Exception {
    int port = FreePorts.next().getPort();
    Path config = dir.resolve("nutcracker.yml");
    Files.writeString(
        config,
        """
        alpha:
          listen: 127.0.0.1:%d
          redis: true
          servers:
          - 127.0.0.1:1:1
        """
            .formatted(port));
    Process proxy =
        command(
                "-Xlog:class+load",
                "-c",
                config.toString(),
                "-a",
                "127.0.0.1",
                "-s",
                "" + FreePorts.next().getPort())
            .start();
    try (var output = proxy.inputReader()) {
      var lines = new ArrayList<String>();
      while (lines.stream().noneMatch(line -> line.contains("pool 'alpha' listens"))) {
        lines.add(requireNonNull(output.readLine(), lines::toString));
      }
      assertThat(lines).anyMatch(line -> line.contains(FROM_CACHE));
      // What nutcracker top needs, a proxy does not load.
      assertThat(lines)
          .noneMatch(line -> line.contains(" org.jline.") || line.contains(" io.nutcracker.top."));
      try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
        assertThat(client.getInputStream().readNBytes(7)).isEqualTo("+PONG\r\n".getBytes(US_ASCII));
      }
    } finally {
      proxy.destroyForcibly().waitFor();
    }
  }

  @Test
  void aStaleCacheIsNotUsed() throws Exception {
    assertThat(run("-Xlog:class+load", "-V").output()).contains(FROM_CACHE);
    FileTime made = Files.getLastModifiedTime(home.resolve("lib/nutcracker.aot"));
    Files.setLastModifiedTime(
        home.resolve("lib/nutcracker.jar"),
        FileTime.from(made.toInstant().plus(Duration.ofSeconds(1))));
    assertThat(run("-Xlog:class+load", "-V").output()).doesNotContain(FROM_CACHE);
  }

  @Test
  void aCacheThatDoesNotFitIsIgnoredInSilence() throws Exception {
    CommandResult fitting = run("", "-V");
    assertThat(fitting.output()).startsWith("This is nutcracker-");
    // As if another Java had made it, or one with other options.
    assertThat(run("-XX:-UseCompactObjectHeaders", "-V")).isEqualTo(fitting);
    Files.writeString(home.resolve("lib/nutcracker.aot"), "no cache at all");
    assertThat(run("", "-V")).isEqualTo(fitting);
    Files.delete(home.resolve("lib/nutcracker.aot"));
    assertThat(run("", "-V")).isEqualTo(fitting);
  }

  private CommandResult run(String javaOptions, String... arguments) throws Exception {
    return CommandResult.of(command(javaOptions, arguments), dir);
  }

  private ProcessBuilder command(String javaOptions, String... arguments) {
    var words = new ArrayList<>(List.of(home + "/bin/nutcracker"));
    words.addAll(List.of(arguments));
    var command = new ProcessBuilder(words).redirectErrorStream(true);
    command.environment().put("NUTCRACKER_JAVA_OPTS", javaOptions);
    return command;
  }
}
