// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;

import io.nutcracker.stats.Stat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /pools}: the pools with their servers and figures; with {@code ?pool=NAME} only that one.
 */
record Pools(ProxyStatus proxy) implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    List<PoolStatus> pools = proxy.pools();
    Optional<String> name = request.parameter("pool");
    if (name.isPresent()) {
      pools = pools.stream().filter(pool -> pool.name().equals(name.get())).toList();
      if (pools.isEmpty()) {
        return AdminResponse.error(BAD_REQUEST, "there is no pool " + name.get());
      }
    }
    List<PoolStatus> told = pools;
    return AdminResponse.of(AdminResponse.JSON, Json.bytes(json -> write(json, told)));
  }

  private static void write(JsonGenerator json, List<PoolStatus> pools) {
    json.writeArrayPropertyStart("pools");
    pools.forEach(pool -> write(json, pool));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, PoolStatus pool) {
    json.writeStartObject();
    json.writeStringProperty("name", pool.name());
    json.writeStringProperty("listen", pool.listen());
    json.writeStringProperty("protocol", pool.protocol());
    json.writeStringProperty("distribution", pool.distribution());
    json.writeStringProperty("hash", pool.hash());
    writeFigures(json, pool.figures());
    json.writeArrayPropertyStart("servers");
    pool.servers().forEach(server -> write(json, server));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ServerStatus server) {
    json.writeStartObject();
    json.writeStringProperty("name", server.name());
    json.writeStringProperty("address", server.address());
    json.writeNumberProperty("weight", server.weight());
    json.writeStringProperty("state", server.ejected() ? "ejected" : "up");
    server.returnsInMs().ifPresent(ms -> json.writeNumberProperty("returns_in_ms", ms));
    server.share().ifPresent(share -> json.writeNumberProperty("share", share));
    writeFigures(json, server.figures());
    json.writeEndObject();
  }

  private static void writeFigures(JsonGenerator json, Map<? extends Stat, Long> figures) {
    json.writeObjectPropertyStart("stats");
    figures.forEach((stat, value) -> json.writeNumberProperty(stat.statName(), value));
    json.writeEndObject();
  }
}
