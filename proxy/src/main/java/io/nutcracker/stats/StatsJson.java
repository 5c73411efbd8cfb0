// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.util.List;

/**
 * The stats as one line of JSON, byte for byte in twemproxy's form: {@code "key":value, } inside an
 * object, {@code "name": } in front of one, {@code ,} without a space between two. Unlike
 * twemproxy's, names are escaped, so that the line is JSON whatever a pool is called.
 */
public final class StatsJson {
  /**
   * The names under which a pool's figures appear.
   *
   * @param servers names of its servers, in the pool's order
   */
  public record PoolNames(String pool, List<String> servers) {
    public PoolNames {
      servers = List.copyOf(servers);
    }
  }

  private final String source;
  private final String version;
  private final List<PoolNames> pools;
  private final Totals totals;

  /**
   * @param source the host's name
   * @param version the program's version
   */
  public StatsJson(String source, String version, List<PoolNames> pools, Totals totals) {
    this.source = source;
    this.version = version;
    this.pools = List.copyOf(pools);
    this.totals = totals;
  }

  /**
   * The line, with its line feed.
   *
   * @param uptimeSeconds since the start
   * @param timestampSeconds now, since the epoch
   */
  public String line(long uptimeSeconds, long timestampSeconds) {
    var json = new StringBuilder(256 + pools.size() * 512);
    json.append("{\"service\":\"nutcracker\", \"source\":");
    appendString(json, source);
    json.append(", \"version\":");
    appendString(json, version);
    json.append(", \"uptime\":").append(uptimeSeconds);
    json.append(", \"timestamp\":").append(timestampSeconds);
    for (ProxyStat stat : ProxyStat.values()) {
      appendStat(json.append(", "), stat, totals.of(stat));
    }
    json.append(", ");
    for (int pool = 0; pool < pools.size(); pool++) {
      appendPool(json.append(pool == 0 ? "" : ","), pool);
    }
    return json.append("}\n").toString();
  }

  private void appendPool(StringBuilder json, int pool) {
    appendString(json, pools.get(pool).pool());
    json.append(": {");
    for (PoolStat stat : PoolStat.values()) {
      appendStat(json, stat, totals.of(stat, pool));
      json.append(", ");
    }
    List<String> servers = pools.get(pool).servers();
    for (int server = 0; server < servers.size(); server++) {
      json.append(server == 0 ? "" : ",");
      appendString(json, servers.get(server));
      appendServer(json.append(": {"), pool, server);
      json.append('}');
    }
    json.append('}');
  }

  private void appendServer(StringBuilder json, int pool, int server) {
    String separator = "";
    for (ServerStat stat : ServerStat.values()) {
      json.append(separator);
      appendStat(json, stat, totals.of(stat, pool, server));
      separator = ", ";
    }
  }

  private static void appendStat(StringBuilder json, Stat stat, long value) {
    json.append('"').append(stat.statName()).append("\":").append(value);
  }

  private static void appendString(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
