// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.nutcracker.admin.AdminRequest;
import io.nutcracker.admin.AdminResource;
import io.nutcracker.admin.AdminResponse;
import java.util.Set;

/** {@code /pool/…} of a pool that there is not. */
record UnknownPool() implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.error(
        HttpResponseStatus.NOT_FOUND, "there is no pool for " + request.path());
  }

  @Override
  public Set<String> methods() {
    return PoolCommands.METHODS;
  }
}
