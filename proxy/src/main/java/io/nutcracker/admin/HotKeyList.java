// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import tools.jackson.core.JsonGenerator;

/** {@code /hotkeys}: the keys that were asked for most in the last minute, by pool. */
record HotKeyList(ProxyStatus proxy) implements AdminResource {
  private static final int MOST = 100;

  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.of(AdminResponse.JSON, Json.bytes(this::write));
  }

  private void write(JsonGenerator json) {
    json.writeObjectPropertyStart("pools");
    for (PoolKeys pool : proxy.keys()) {
      json.writeObjectPropertyStart(pool.pool());
      json.writeNumberProperty("sampled_every", pool.sampledEvery());
      json.writeNumberProperty("samples", pool.hot().samples());
      json.writeArrayPropertyStart("keys");
      pool.hot()
          .top(MOST)
          .forEach(hot -> {
            json.writeStartObject();
            json.writeStringProperty("key", hot.key());
            json.writeNumberProperty("requests", hot.samples() * pool.sampledEvery());
            json.writeNumberProperty("share", (double) hot.samples() / pool.hot().samples());
            json.writeEndObject();
          });
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
