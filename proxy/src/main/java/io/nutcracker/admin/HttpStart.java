// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** What the first bytes of a visitor tell. */
enum HttpStart {
  HTTP,
  PLAIN,

  /** What has come so far may be the beginning of an HTTP request. */
  UNDECIDED;

  private static final List<String> METHODS =
      List.of(
          "GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ", "TRACE ", "CONNECT ");

  /** So many bytes always decide. */
  static final int MAX_BYTES = METHODS.stream().mapToInt(String::length).max().orElseThrow();

  /**
   * @param first all that has come, or its beginning
   */
  static HttpStart judge(ByteBuf first) {
    String text = first.toString(US_ASCII);
    for (String method : METHODS) {
      if (text.startsWith(method)) {
        return HTTP;
      }
      if (method.startsWith(text)) {
        return UNDECIDED;
      }
    }
    return PLAIN;
  }
}
