// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nutcracker.it.SampledLeaks;
import io.nutcracker.testing.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients of Node.js. Systems do not package them: npm installs them below the build's directory,
 * once. Where it cannot, for want of a network, these tests are skipped.
 */
@ExtendWith(SampledLeaks.class)
final class NodeClientsIT {
  private static final Path DIRECTORY = Path.of("target", "clients", "node").toAbsolutePath();
  private static final Path MODULES = DIRECTORY.resolve("node_modules");

  /** Since when node-redis 6 and ioredis 6 run. */
  private static final int OLDEST_NODE = 20;

  @BeforeAll
  static void install() throws IOException {
    var wanted = Resources.path("clients/node/package.json");
    var done = DIRECTORY.resolve("installed.json");
    if (Files.exists(done) && Files.mismatch(wanted, done) < 0) {
      return;
    }
    Files.createDirectories(DIRECTORY);
    Files.writeString(DIRECTORY.resolve("package.json"), Files.readString(wanted));
    var output = npmInstall();
    assumeTrue(
        Files.exists(MODULES.resolve(".package-lock.json")),
        () -> "npm cannot install the clients: " + String.join(" ", output));
    Files.writeString(done, Files.readString(wanted));
  }

  private static List<String> npmInstall() {
    return ClientProgram.output(
        List.of(
            "npm",
            "install",
            "--prefix",
            DIRECTORY.toString(),
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts"),
        Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "node-redis 5, node-redis.js, redis-5",
    "node-redis 6, node-redis.js, redis-6",
    "ioredis 5, ioredis.js, ioredis-5",
    "ioredis 6, ioredis.js, ioredis-6"
  })
  void doesWhatTheTableSays(String client, String file, String installedAs) {
    var version = ClientProgram.output(List.of("node", "--version"), Map.of()).getFirst();
    var major = Integer.parseInt(version.replaceAll("\\D*(\\d+).*", "$1"));
    assumeTrue(
        major >= OLDEST_NODE || installedAs.endsWith("5"),
        () -> client + " needs a newer Node.js than " + version);
    var modules = Map.of("NODE_PATH", MODULES.toString());
    Matrix.assertAsInTable(
        new ClientProgram(client, "node", "node/" + file, List.of(installedAs), modules));
  }
}
