// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import tools.jackson.core.JsonGenerator;

/** {@code /clients}: who is connected. */
record Clients(ProxyStatus proxy) implements AdminResource {
  /** Of each pool. */
  private static final int MOST = 1000;

  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.of(AdminResponse.JSON, Json.bytes(this::write));
  }

  private void write(JsonGenerator json) {
    json.writeNumberProperty("limit", MOST);
    json.writeArrayPropertyStart("pools");
    proxy.clients(MOST).forEach(pool -> write(json, pool));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, PoolClients pool) {
    json.writeStartObject();
    json.writeStringProperty("name", pool.pool());
    json.writeNumberProperty("total", pool.total());
    json.writeArrayPropertyStart("clients");
    pool.clients().forEach(client -> write(json, client));
    json.writeEndArray();
    json.writeEndObject();
  }

  /** By the names of CLIENT LIST. */
  private static void write(JsonGenerator json, ClientStatus client) {
    json.writeStartObject();
    json.writeNumberProperty("id", client.id());
    json.writeStringProperty("addr", client.address());
    json.writeStringProperty("name", client.name());
    json.writeNumberProperty("age", client.ageSeconds());
    json.writeNumberProperty("db", client.db());
    json.writeStringProperty("user", client.user());
    json.writeStringProperty("lib-name", client.libraryName());
    json.writeStringProperty("lib-ver", client.libraryVersion());
    json.writeNumberProperty("resp", client.resp());
    json.writeEndObject();
  }
}
