// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import tools.jackson.core.JsonGenerator;

/** {@code /bigkeys}: the keys with the longest requests or responses since the start, by pool. */
record BigKeyList(ProxyStatus proxy) implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.of(AdminResponse.JSON, Json.bytes(this::write));
  }

  private void write(JsonGenerator json) {
    json.writeObjectPropertyStart("pools");
    for (PoolKeys pool : proxy.keys()) {
      json.writeArrayPropertyStart(pool.pool());
      pool.big()
          .forEach(big -> {
            json.writeStartObject();
            json.writeStringProperty("key", big.key());
            json.writeNumberProperty("bytes", big.bytes());
            json.writeNumberProperty("at_ms", big.at().toEpochMilli());
            json.writeEndObject();
          });
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
