// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;

import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code /route?pool=NAME&key=KEY}: which server the key goes to at this moment. */
record Route(ProxyStatus proxy) implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    Optional<String> pool = request.parameter("pool");
    Optional<String> key = request.parameter("key");
    if (pool.isEmpty() || key.isEmpty()) {
      return AdminResponse.error(BAD_REQUEST, "this needs ?pool=NAME&key=KEY");
    }
    return proxy
        .route(pool.get(), key.get())
        .map(route ->
            AdminResponse.of(
                AdminResponse.JSON, Json.bytes(json -> write(json, pool.get(), key.get(), route))))
        .orElseGet(() -> AdminResponse.error(BAD_REQUEST, "there is no pool " + pool.get()));
  }

  private static void write(JsonGenerator json, String pool, String key, KeyRoute route) {
    json.writeStringProperty("pool", pool);
    json.writeStringProperty("key", key);
    route.tag().ifPresent(tag -> json.writeStringProperty("tag", tag));
    json.writeStringProperty("hash", "%08x".formatted(route.hash()));
    route
        .server()
        .ifPresent(server -> {
          json.writeStringProperty("server", server.name());
          json.writeStringProperty("address", server.address());
          json.writeBooleanProperty("ejected", server.ejected());
        });
  }
}
