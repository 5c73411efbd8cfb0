// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;

/** {@code /slowlog}: the slow requests of each pool, the latest first, in microseconds. */
record SlowLog(ProxyStatus proxy) implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.of(AdminResponse.JSON, Json.bytes(this::write));
  }

  private void write(JsonGenerator json) {
    json.writeObjectPropertyStart("pools");
    for (Map.Entry<String, List<SlowRequestStatus>> pool : proxy.slowRequests().entrySet()) {
      json.writeArrayPropertyStart(pool.getKey());
      pool.getValue().forEach(slow -> write(json, slow));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SlowRequestStatus slow) {
    json.writeStartObject();
    json.writeNumberProperty("id", slow.id());
    json.writeNumberProperty("at_ms", slow.at().toEpochMilli());
    json.writeArrayPropertyStart("command");
    slow.words().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("client", slow.client());
    json.writeStringProperty("client_name", slow.clientName());
    json.writeStringProperty("server", slow.server());
    json.writeNumberProperty("waiting_us", TimeUnit.NANOSECONDS.toMicros(slow.waitingNanos()));
    json.writeNumberProperty("server_us", TimeUnit.NANOSECONDS.toMicros(slow.serverNanos()));
    json.writeNumberProperty("client_us", TimeUnit.NANOSECONDS.toMicros(slow.clientNanos()));
    json.writeEndObject();
  }
}
