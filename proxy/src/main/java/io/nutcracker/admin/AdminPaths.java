// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The table of the admin port's paths. One that ends with a slash stands for all below it that have
 * no row of their own.
 */
public final class AdminPaths {
  private final Map<String, AdminResource> resources;

  /**
   * @param line makes the current stats line, its line feed included
   */
  public AdminPaths(ProxyStatus proxy, Supplier<String> line) {
    var page = new Page();
    this(
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

  AdminPaths(Map<String, AdminResource> resources) {
    this.resources = Map.copyOf(resources);
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
