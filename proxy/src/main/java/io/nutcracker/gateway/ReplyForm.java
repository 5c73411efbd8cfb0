// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_GATEWAY;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.netty.buffer.ByteBuf;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.protocol.redis.RespVersion;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;

/** How a visitor wants the reply. */
enum ReplyForm {
  /** Its types and values; RESP3 tells more of those. */
  JSON(".json", AdminResponse.JSON, RespVersion.RESP3) {
    @Override
    void writeTo(OutputStream out, String name, ByteBuf reply) {
      ReplyJson.write(out, name, reply);
    }
  },
  /** As it comes, in RESP2. */
  RAW(".raw", "application/octet-stream", RespVersion.RESP2) {
    @Override
    void writeTo(OutputStream out, String name, ByteBuf reply) throws IOException {
      reply.getBytes(reply.readerIndex(), out, reply.readableBytes());
    }
  };

  private final String suffix;
  private final String contentType;
  private final RespVersion version;

  ReplyForm(String suffix, String contentType, RespVersion version) {
    this.suffix = suffix;
    this.contentType = contentType;
    this.version = version;
  }

  /** What the end of a path asks for. */
  static ReplyForm ofSuffix(String path) {
    return path.endsWith(RAW.suffix) ? RAW : JSON;
  }

  /** The path without what asks for this form. */
  String cut(String path) {
    return path.endsWith(suffix) ? path.substring(0, path.length() - suffix.length()) : path;
  }

  /** The version of the protocol in which the pool is asked. */
  RespVersion version() {
    return version;
  }

  String contentType() {
    return contentType;
  }

  abstract void writeTo(OutputStream out, String name, ByteBuf reply) throws IOException;

  /**
   * Writes the reply to what has been asked by this name.
   *
   * @param out refuses what there is no room for
   */
  void write(String name, ByteBuf reply, OutputStream out) throws RefusedException {
    try {
      writeTo(out, name, reply);
    } catch (IOException | JacksonException _) {
      throw new RefusedException(
          SERVICE_UNAVAILABLE, "too many large replies at once; a Redis client has no such limit");
    } catch (NoJsonException e) {
      throw new RefusedException(
          BAD_GATEWAY,
          e.getMessage() + "; '.raw' behind the last argument, or a Redis client, gets it");
    }
  }
}
