// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.ServerStat;
import io.nutcracker.stats.Stat;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /overview}: the process and a few lines on each pool, to be asked every second. However
 * many servers a pool has, only the ejected ones are named.
 */
record Overview(ProxyStatus proxy) implements AdminResource {
  /** Of all servers; times have none. */
  private static final Set<ServerStat> SUMS =
      EnumSet.complementOf(EnumSet.of(ServerStat.SERVER_EJECTED_AT));

  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.of(AdminResponse.JSON, Json.bytes(this::write));
  }

  private void write(JsonGenerator json) {
    json.writeStringProperty("obstacle", proxy.obstacle());
    json.writeObjectPropertyStart("process");
    write(json, proxy.process());
    json.writeEndObject();
    json.writeArrayPropertyStart("pools");
    proxy.pools().forEach(pool -> write(json, pool));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, ProcessStatus process) {
    json.writeStringProperty("version", process.version());
    json.writeNumberProperty("started_ms", process.startedMillis());
    json.writeNumberProperty("now_ms", System.currentTimeMillis());
    json.writeNumberProperty("workers", process.workers());
    json.writeNumberProperty("cpu_ms", process.cpuMillis());
    json.writeNumberProperty("client_limit", process.clientLimit());
    json.writeNumberProperty("memory_used", process.memoryUsed());
    json.writeNumberProperty("memory_limit", process.memoryLimit());
    json.writeNumberProperty("buffers", process.buffers());
  }

  private static void write(JsonGenerator json, PoolStatus pool) {
    json.writeStartObject();
    json.writeStringProperty("name", pool.name());
    json.writeStringProperty("listen", pool.listen());
    json.writeStringProperty("protocol", pool.protocol());
    json.writeNumberProperty("client_limit", pool.clientConnections());
    json.writeBooleanProperty("latency_tracking", pool.latencyTracking());
    json.writeNumberProperty("servers", pool.servers().size());
    json.writeArrayPropertyStart("ejected");
    pool.servers().stream()
        .filter(ServerStatus::ejected)
        .forEach(server -> json.writeString(server.name()));
    json.writeEndArray();
    json.writeObjectPropertyStart("stats");
    pool.figures().forEach((stat, value) -> write(json, stat, value));
    SUMS.forEach(stat -> write(json, stat, sum(pool.servers(), stat)));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static long sum(List<ServerStatus> servers, ServerStat stat) {
    return servers.stream().mapToLong(server -> server.figures().getOrDefault(stat, 0L)).sum();
  }

  private static void write(JsonGenerator json, Stat stat, long value) {
    json.writeNumberProperty(stat.statName(), value);
  }
}
