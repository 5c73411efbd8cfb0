// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code /readyz}: whether clients should be sent here. */
record Readiness(ProxyStatus proxy) implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    String obstacle = proxy.obstacle();
    return obstacle.isEmpty()
        ? AdminResponse.text(HttpResponseStatus.OK, "ok\n")
        : AdminResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, obstacle + "\n");
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
