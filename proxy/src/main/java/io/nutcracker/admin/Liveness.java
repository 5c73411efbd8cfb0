// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code /livez}: the process runs, and so does this thread. */
record Liveness() implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.text(HttpResponseStatus.OK, "ok\n");
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
