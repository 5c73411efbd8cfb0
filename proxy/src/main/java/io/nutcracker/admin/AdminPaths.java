// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The table of the admin port's paths. One that ends with a slash stands for all below it that have
 * no row of their own.
 */
public final class AdminPaths {
  private final Map<String, AdminResource> resources = new HashMap<>();
  private final HeldBytes held;

  /**
   * @param line makes the current stats line, its line feed included
   * @param others further paths
   * @param held for the visitors
   */
  public AdminPaths(
      ProxyStatus proxy, Supplier<String> line, Map<String, AdminResource> others, HeldBytes held) {
    this(others, held);
    var page = new Page();
    resources.putAll(
        Map.ofEntries(
            Map.entry("/", page),
            Map.entry(Page.ASSETS, page),
            Map.entry("/stats", new StatsLine(line)),
            Map.entry("/livez", new Liveness()),
            Map.entry("/readyz", new Readiness(proxy)),
            Map.entry("/overview", new Overview(proxy)),
            Map.entry("/pools", new Pools(proxy)),
            Map.entry("/clients", new Clients(proxy)),
            Map.entry("/latency", new Latency(proxy)),
            Map.entry("/hotkeys", new HotKeyList(proxy)),
            Map.entry("/bigkeys", new BigKeyList(proxy)),
            Map.entry("/slowlog", new SlowLog(proxy)),
            Map.entry("/route", new Route(proxy)),
            Map.entry("/metrics", new Metrics(proxy))));
  }

  AdminPaths(Map<String, AdminResource> resources, HeldBytes held) {
    this.resources.putAll(resources);
    this.held = held;
  }

  /** What is held for the visitors. */
  HeldBytes held() {
    return held;
  }

  /** What stands behind a path, or null if nothing does. */
  @Nullable AdminResource at(String path) {
    AdminResource found = resources.get(path);
    for (int end = path.length(); found == null && end > 1; ) {
      end = path.lastIndexOf('/', end - 2) + 1;
      found = end > 1 ? resources.get(path.substring(0, end)) : null;
    }
    return found;
  }
}
