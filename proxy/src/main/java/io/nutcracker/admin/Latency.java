// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.CommandGroup;
import io.nutcracker.stats.Latencies;
import io.nutcracker.stats.LatencyHistory;
import io.nutcracker.stats.LatencyPart;
import io.nutcracker.stats.LatencyPoint;
import io.nutcracker.stats.PoolLatencies;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /latency}: how long requests took in the last minute, in microseconds, by pool, group of
 * commands and part, and how that went over the last 15 minutes; the same minute by server; and of
 * the pool how long all its requests were at a server, but for those that wait there on purpose.
 */
record Latency(ProxyStatus proxy) implements AdminResource {
  /** By name; of 100, so many took at most that long. */
  private static final Map<String, Double> PERCENTILES =
      new TreeMap<>(Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0, "p999", 99.9, "p9999", 99.99));

  @Override
  public AdminResponse answer(AdminRequest request) {
    proxy.latencies().refresh();
    return AdminResponse.of(AdminResponse.JSON, Json.bytes(this::write));
  }

  private void write(JsonGenerator json) {
    List<PoolStatus> pools = proxy.pools();
    json.writeArrayPropertyStart("pools");
    for (int i = 0; i < pools.size(); i++) {
      json.writeStartObject();
      json.writeStringProperty("name", pools.get(i).name());
      json.writeBooleanProperty("latency_tracking", pools.get(i).latencyTracking());
      writeAll(json, i);
      writeGroups(json, i);
      writeServers(json, i, pools.get(i).servers());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeAll(JsonGenerator json, int pool) {
    Histogram sum = PoolLatencies.forGroup();
    for (CommandGroup group : CommandGroup.values()) {
      if (group != CommandGroup.BLOCKING) {
        proxy
            .latencies()
            .group(pool, group, LatencyPart.SERVER)
            .ifPresent(history -> sum.add(history.lastMinute()));
      }
    }
    json.writeObjectPropertyStart("all");
    writeHistogram(json, sum);
    json.writeEndObject();
  }

  private void writeGroups(JsonGenerator json, int pool) {
    Latencies latencies = proxy.latencies();
    json.writeObjectPropertyStart("groups");
    for (CommandGroup group : CommandGroup.values()) {
      if (latencies.group(pool, group, LatencyPart.SERVER).isPresent()) {
        json.writeObjectPropertyStart(group.label());
        for (LatencyPart part : LatencyPart.values()) {
          latencies.group(pool, group, part).ifPresent(history -> writeWhole(json, part, history));
        }
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void writeServers(JsonGenerator json, int pool, List<ServerStatus> servers) {
    Latencies latencies = proxy.latencies();
    json.writeObjectPropertyStart("servers");
    for (int i = 0; i < servers.size(); i++) {
      int server = i;
      if (latencies.server(pool, server, LatencyPart.SERVER).isPresent()) {
        json.writeObjectPropertyStart(servers.get(server).name());
        for (LatencyPart part : LatencyPart.values()) {
          latencies
              .server(pool, server, part)
              .ifPresent(history -> writeMinute(json, part, history));
        }
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static String name(LatencyPart part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private static void writeMinute(JsonGenerator json, LatencyPart part, LatencyHistory history) {
    json.writeObjectPropertyStart(name(part));
    writeHistogram(json, history.lastMinute());
    json.writeEndObject();
  }

  private static void writeWhole(JsonGenerator json, LatencyPart part, LatencyHistory history) {
    json.writeObjectPropertyStart(name(part));
    writeHistogram(json, history.lastMinute());
    json.writeArrayPropertyStart("points");
    history.points().forEach(point -> write(json, point));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeHistogram(JsonGenerator json, Histogram histogram) {
    json.writeNumberProperty("count", histogram.getTotalCount());
    PERCENTILES.forEach((name, percentile) ->
        json.writeNumberProperty(name, micros(histogram.getValueAtPercentile(percentile))));
    json.writeNumberProperty("max", micros(histogram.getMaxValue()));
  }

  private static void write(JsonGenerator json, LatencyPoint point) {
    json.writeStartObject();
    json.writeNumberProperty("at", point.at().getEpochSecond());
    json.writeNumberProperty("count", point.count());
    json.writeNumberProperty("p50", micros(point.p50()));
    json.writeNumberProperty("p90", micros(point.p90()));
    json.writeNumberProperty("p99", micros(point.p99()));
    json.writeNumberProperty("p999", micros(point.p999()));
    json.writeNumberProperty("p9999", micros(point.p9999()));
    json.writeNumberProperty("max", micros(point.max()));
    json.writeEndObject();
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }
}
