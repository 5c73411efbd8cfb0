// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A pool for a test's configuration file. Where it listens is left to the proxy that runs it, so
 * that the C program and ours can run the same pools side by side.
 */
public record TestPool(String name, List<String> servers, Map<String, String> directives) {
  /** A Redis pool over these {@code servers} items, all other directives at their defaults. */
  public static TestPool redis(String name, List<String> servers) {
    return new TestPool(name, servers, Map.of("redis", "true"));
  }

  /** A memcached pool over these {@code servers} items, all other directives at their defaults. */
  public static TestPool memcached(String name, List<String> servers) {
    return new TestPool(name, servers, Map.of());
  }

  /**
   * The same pool with one more directive.
   *
   * @param value a text, or if it begins with a line end, YAML
   */
  public TestPool with(String directive, String value) {
    var all = new LinkedHashMap<>(directives);
    all.put(directive, value);
    return new TestPool(name, servers, all);
  }

  String yaml(int port) {
    var lines = new StringBuilder("%s:\n  listen: 127.0.0.1:%d\n".formatted(name, port));
    directives.forEach((key, value) -> lines.append("  %s: %s\n".formatted(key, yaml(value))));
    return lines.append("  servers:\n").append(serverLines()).toString();
  }

  private static String yaml(String value) {
    return value.startsWith("\n") ? value : '"' + value + '"';
  }

  private String serverLines() {
    return servers.stream().map("   - %s\n"::formatted).collect(Collectors.joining());
  }
}
