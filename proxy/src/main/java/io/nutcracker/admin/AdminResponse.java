// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What an HTTP request to the admin port is answered with.
 *
 * @param headers further ones
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares responses.
record AdminResponse(
    HttpResponseStatus status, String contentType, byte[] content, HttpHeaders headers) {
  static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** 304: the visitor has it already. */
  static AdminResponse notModified() {
    return new AdminResponse(
        HttpResponseStatus.NOT_MODIFIED, TEXT, new byte[0], new DefaultHttpHeaders());
  }

  /** 200. */
  static AdminResponse of(String contentType, byte[] content) {
    return new AdminResponse(HttpResponseStatus.OK, contentType, content, new DefaultHttpHeaders());
  }

  static AdminResponse text(HttpResponseStatus status, String text) {
    return new AdminResponse(status, TEXT, text.getBytes(UTF_8), new DefaultHttpHeaders());
  }

  /**
   * {@code {"error": "..."}}.
   *
   * @param error a text for people
   */
  static AdminResponse error(HttpResponseStatus status, String error) {
    byte[] content = Json.bytes(json -> json.writeStringProperty("error", error));
    return new AdminResponse(status, JSON, content, new DefaultHttpHeaders());
  }

  /** The same with one more header. */
  AdminResponse with(CharSequence header, String value) {
    return new AdminResponse(status, contentType, content, headers.copy().add(header, value));
  }
}
