// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/**
 * A request's path and what stands behind its question mark, decoded. What cannot be decoded is
 * taken as it is, and names nothing.
 */
record RequestUri(String path, Map<String, List<String>> parameters) {
  RequestUri(String uri) {
    this(new QueryStringDecoder(uri), uri);
  }

  private RequestUri(QueryStringDecoder decoder, String uri) {
    String path;
    Map<String, List<String>> parameters;
    try {
      path = decoder.path();
      parameters = decoder.parameters();
    } catch (IllegalArgumentException _) {
      path = uri;
      parameters = Map.of();
    }
    this(path, parameters);
  }
}
