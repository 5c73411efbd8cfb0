// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/**
 * Lets a client of Java try everything.
 *
 * @param artifact where Maven says its version, {@code groupId/artifactId}
 */
record JavaProgram(String name, String artifact, Connector connector) implements TestedClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Connects a client whose keys begin like this. */
  interface Connector {
    JavaClient connect(InetSocketAddress address, Protocol protocol, String prefix);
  }

  @Override
  public List<String> run(InetSocketAddress address, Protocol protocol) {
    var lines = new ArrayList<>(List.of("version " + version()));
    var prefix = "%s:%s:".formatted(name, protocol.argument);
    try (var client = connector.connect(address, protocol, prefix)) {
      lines.add("speaks " + client.speaks());
      attempts(client).forEach((capability, attempt) -> lines.add(line(capability, attempt)));
    } catch (RuntimeException e) {
      lines.add("failed " + Report.CONNECTION + ": " + words(e));
    }
    return lines;
  }

  private static Map<String, Executable> attempts(JavaClient client) {
    var attempts = new LinkedHashMap<String, Executable>();
    attempts.put("strings", client::strings);
    attempts.put("hashes", client::hashes);
    attempts.put("sorted sets", client::sortedSets);
    attempts.put("pipelines", client::pipelines);
    attempts.put("transactions", client::transactions);
    attempts.put("pub/sub", client::pubSub);
    attempts.put("blocking pops", client::blockingPops);
    attempts.put("scripts", client::scripts);
    attempts.put("scan", client::scan);
    attempts.put("info", client::info);
    if (client instanceof LockingClient locking) {
      attempts.put("locks", locking::locks);
    }
    return attempts;
  }

  private static String line(String capability, Executable attempt) {
    try {
      Assertions.assertTimeoutPreemptively(PATIENCE, attempt);
      return "ok " + capability;
    } catch (Exception | AssertionError e) {
      return "failed " + capability + ": " + words(e);
    }
  }

  /** In one line; what is behind an exception tells more than the exception. */
  private static String words(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString().replaceAll("\\s+", " ");
  }

  private String version() {
    var properties = new Properties();
    try (var in =
        getClass().getResourceAsStream("/META-INF/maven/" + artifact + "/pom.properties")) {
      Assertions.assertNotNull(in, artifact);
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }
}
