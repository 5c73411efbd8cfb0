// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.nutcracker.admin.AdminResponse;

/** A request that is answered without asking the pool. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient AdminResponse response;

  RefusedException(HttpResponseStatus status, String text) {
    this(AdminResponse.error(status, text));
  }

  RefusedException(AdminResponse response) {
    super(response.status().toString(), null, false, false);
    this.response = response;
  }

  AdminResponse response() {
    return response;
  }
}
