// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request to the admin port.
 *
 * @param path decoded, without what stands behind the question mark
 * @param parameters what stands there, decoded
 * @param body whole, and not longer than the {@link AdminResource} allows
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
record AdminRequest(
    String method,
    String path,
    Map<String, List<String>> parameters,
    HttpHeaders headers,
    byte[] body) {
  /** The first parameter of this name. */
  Optional<String> parameter(String name) {
    return parameters.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The header, or the empty text if there is none. */
  String header(CharSequence name) {
    return headers.get(name, "");
  }
}
