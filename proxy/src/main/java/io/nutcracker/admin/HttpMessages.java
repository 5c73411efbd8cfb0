// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_MODIFIED;

import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Responses as HTTP's messages. */
final class HttpMessages {
  /** All that a page of ours needs is ours. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; frame-ancestors 'none'";

  private HttpMessages() {}

  /** The whole response. */
  static FullHttpResponse whole(AdminResponse response, boolean goesOn) {
    FullHttpResponse message =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, response.status(), response.content());
    addHeaders(message.headers(), response);
    if (!response.status().equals(NOT_MODIFIED)) {
      // What a 304 says of its content would be taken for that of the content it stands for.
      message
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, response.contentType())
          .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    }
    HttpUtil.setKeepAlive(message, goesOn);
    return message;
  }

  /** What stands before a response that comes in pieces. */
  static HttpResponse head(AdminResponse response, boolean goesOn) {
    HttpResponse message = new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status());
    addHeaders(message.headers(), response);
    message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    HttpUtil.setTransferEncodingChunked(message, goesOn);
    HttpUtil.setKeepAlive(message, goesOn);
    return message;
  }

  private static void addHeaders(HttpHeaders headers, AdminResponse response) {
    headers
        .add(response.headers())
        .set("x-content-type-options", "nosniff")
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    if (!response.headers().contains(HttpHeaderNames.CACHE_CONTROL)) {
      headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    }
  }
}
