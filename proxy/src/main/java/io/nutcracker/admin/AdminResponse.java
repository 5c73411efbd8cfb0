// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What an HTTP request to the admin port is answered with.
 *
 * @param content owned by whoever sends it
 * @param headers further ones
 */
public record AdminResponse(
    HttpResponseStatus status, String contentType, ByteBuf content, HttpHeaders headers)
    implements AdminAnswer {
  public static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** 304: the visitor has it already. */
  static AdminResponse notModified() {
    return new AdminResponse(
        HttpResponseStatus.NOT_MODIFIED, TEXT, Unpooled.EMPTY_BUFFER, new DefaultHttpHeaders());
  }

  /** 200. */
  static AdminResponse of(String contentType, byte[] content) {
    return of(HttpResponseStatus.OK, contentType, Unpooled.wrappedBuffer(content));
  }

  public static AdminResponse of(HttpResponseStatus status, String contentType, ByteBuf content) {
    return new AdminResponse(status, contentType, content, new DefaultHttpHeaders());
  }

  static AdminResponse text(HttpResponseStatus status, String text) {
    return of(status, TEXT, Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
  }

  /**
   * {@code {"error": "..."}}.
   *
   * @param error a text for people
   */
  public static AdminResponse error(HttpResponseStatus status, String error) {
    byte[] content = Json.bytes(json -> json.writeStringProperty("error", error));
    return of(status, JSON, Unpooled.wrappedBuffer(content));
  }

  /** The same with one more header. */
  public AdminResponse with(CharSequence header, String value) {
    return new AdminResponse(status, contentType, content, headers.copy().add(header, value));
  }
}
