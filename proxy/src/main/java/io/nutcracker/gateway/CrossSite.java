// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;

/**
 * Tells requests that a browser makes for somebody else's page: a form or an image there must not
 * change data here. Browsers say where a request comes from in {@code Sec-Fetch-Site}, but only to
 * HTTPS and to their own machine, and in {@code Origin}, but not in each GET. So of a browser that
 * says neither, the {@code Referer} must be a page of this port.
 */
final class CrossSite {
  private static final String SEC_FETCH_SITE = "sec-fetch-site";
  private static final String SCHEME_END = "://";

  /** {@code none}: its user has typed the address. */
  private static final Set<String> HARMLESS_SITES = Set.of("same-origin", "none");

  private CrossSite() {}

  /** Whether the request with these headers comes, or may come, from a page of others. */
  static boolean made(HttpHeaders headers) {
    boolean saysSite = headers.contains(SEC_FETCH_SITE);
    boolean saysOrigin = headers.contains(HttpHeaderNames.ORIGIN);
    if (!saysSite && !saysOrigin) {
      return isBrowser(headers) && !isHere(headers.get(HttpHeaderNames.REFERER, ""), headers);
    }
    return !HARMLESS_SITES.containsAll(headers.getAll(SEC_FETCH_SITE))
        || headers.getAll(HttpHeaderNames.ORIGIN).stream()
            .anyMatch(origin -> !isHere(origin, headers));
  }

  private static boolean isBrowser(HttpHeaders headers) {
    return headers.get(HttpHeaderNames.USER_AGENT, "").startsWith("Mozilla/");
  }

  /** Whether host and port of the URL are those that were asked. */
  private static boolean isHere(String url, HttpHeaders headers) {
    int scheme = url.indexOf(SCHEME_END);
    if (scheme < 0) {
      return false; // "null", of pages that hide where they are from
    }
    int host = scheme + SCHEME_END.length();
    int end = url.indexOf('/', host);
    String origin = url.substring(host, end < 0 ? url.length() : end);
    return origin.equalsIgnoreCase(headers.get(HttpHeaderNames.HOST, ""));
  }
}
