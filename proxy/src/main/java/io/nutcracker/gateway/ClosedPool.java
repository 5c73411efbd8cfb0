// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;

import io.netty.handler.codec.http.HttpHeaders;
import io.nutcracker.admin.AdminRequest;
import io.nutcracker.admin.AdminResource;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.config.PoolConfig;
import java.util.Set;

/** {@code /pool/NAME/…} of a pool that takes no commands over HTTP. */
record ClosedPool(PoolConfig config) implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    return refusal(request.headers());
  }

  @Override
  public Set<String> methods() {
    return PoolCommands.METHODS;
  }

  @Override
  public AdminResponse refusal(HttpHeaders headers) {
    return AdminResponse.error(
        FORBIDDEN,
        config.redis()
            ? "pool %s takes no commands over HTTP; 'http: true' in its configuration changes that"
                .formatted(config.name())
            : "pool %s is memcached's; only pools with 'redis: true' can take commands over HTTP"
                .formatted(config.name()));
  }
}
