// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.Version;
import io.nutcracker.protocol.redis.GlobPattern;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.PoolLatencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What INFO and CONFIG GET say of a pool: what client libraries look for before they trust a
 * server, and nothing that only a server can know.
 */
final class RedisInfo {
  /** The version of Redis whose commands are understood. */
  static final String REDIS_VERSION = "7.4.0";

  private static final String VERSION = Version.current();

  private static final Set<String> TELLING_KEYSPACE = Set.of("keyspace", "all", "everything");

  /** What clients ask for when they connect. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "appendonly", "no",
          "maxmemory", "0",
          "replica-read-only", "yes",
          "save", "",
          "slave-read-only", "yes",
          "timeout", "0");

  private final ServerPool pool;
  private final List<PoolLatencies> latencies;

  RedisInfo(SharedPool shared) {
    this.pool = shared.servers();
    this.latencies = shared.latencies();
  }

  /**
   * Whether the servers must be asked. Not for a plain INFO: clients say that as they connect, and
   * one slow server must not keep them from it.
   */
  static boolean tellsKeyspace(List<String> names) {
    return lowerCase(names).stream().anyMatch(TELLING_KEYSPACE::contains);
  }

  private static List<String> lowerCase(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /** The sections of INFO with these names, the usual ones if there are none; no keyspace. */
  String sections(List<String> names) {
    List<String> wanted = lowerCase(names);
    boolean everything = wanted.contains("all") || wanted.contains("everything");
    boolean usual = everything || wanted.isEmpty() || wanted.contains("default");
    var sections = new LinkedHashMap<String, Map<String, String>>();
    usual()
        .forEach((name, fields) -> {
          if (usual || wanted.contains(name.toLowerCase(Locale.ROOT))) {
            sections.put(name, fields);
          }
        });
    if (everything || wanted.contains("latencystats")) {
      sections.put("Latencystats", LatencyStats.of(latencies));
    }
    return sections.entrySet().stream()
        .map(section -> "# " + section.getKey() + "\r\n" + text(section.getValue()))
        .collect(Collectors.joining("\r\n"));
  }

  private static String text(Map<String, String> fields) {
    var text = new StringBuilder();
    fields.forEach((field, value) -> text.append(field).append(':').append(value).append("\r\n"));
    return text.toString();
  }

  private Map<String, Map<String, String>> usual() {
    var sections = new LinkedHashMap<String, Map<String, String>>();
    sections.put("Server", server());
    sections.put("Persistence", Map.of("loading", "0"));
    sections.put("Replication", Map.of("role", "master"));
    sections.put("Proxy", proxy());
    return sections;
  }

  private static Map<String, String> server() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("redis_version", REDIS_VERSION);
    fields.put("redis_mode", "standalone");
    fields.put("process_id", Long.toString(ProcessHandle.current().pid()));
    return fields;
  }

  private Map<String, String> proxy() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("nutcracker_version", VERSION);
    fields.put("nutcracker_pool", pool.config().name());
    fields.put("nutcracker_servers", Integer.toString(pool.servers().size()));
    return fields;
  }

  private SortedMap<String, String> parameters() {
    var parameters = new TreeMap<>(PARAMETERS);
    parameters.put("databases", Integer.toString(pool.config().redisDatabases()));
    return parameters;
  }

  /** The parameters of CONFIG that match one of these patterns. */
  Map<String, String> parameters(List<String> patterns) {
    var found = new LinkedHashMap<String, String>();
    SortedMap<String, String> all = parameters();
    for (String pattern : patterns) {
      var glob = new GlobPattern(pattern);
      all.forEach((parameter, value) -> {
        if (glob.matches(parameter)) {
          found.put(parameter, value);
        }
      });
    }
    return found;
  }
}
