// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request to the admin port.
 *
 * @param connection on which it has come
 * @param uri as it has come
 * @param path decoded, without what stands behind the question mark
 * @param parameters what stands there, decoded
 * @param body whole, and not longer than the {@link AdminResource} allows; lent until it is
 *     answered
 */
public record AdminRequest(
    Channel connection,
    String method,
    String uri,
    String path,
    Map<String, List<String>> parameters,
    HttpHeaders headers,
    ByteBuf body) {
  /** The first parameter of this name. */
  public Optional<String> parameter(String name) {
    return parameters.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The header, or the empty text if there is none. */
  public String header(CharSequence name) {
    return headers.get(name, "");
  }
}
