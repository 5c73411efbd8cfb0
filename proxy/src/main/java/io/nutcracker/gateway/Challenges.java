// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.nutcracker.admin.AdminResponse;

/** How a visitor may say who it is. */
final class Challenges {
  private Challenges() {}

  /** The response, with what belongs to a 401. */
  static AdminResponse addTo(AdminResponse response) {
    return response.status().equals(HttpResponseStatus.UNAUTHORIZED)
        ? response
            .with(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"nutcracker\", charset=\"UTF-8\"")
            .with(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"nutcracker\"")
        : response;
  }
}
