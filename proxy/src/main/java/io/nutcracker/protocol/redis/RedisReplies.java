// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Replies made here, ready for the wire. */
public final class RedisReplies {
  public static final byte[] OK = bytes("+OK\r\n");
  public static final byte[] PONG = bytes("+PONG\r\n");

  /** As twemproxy: without Redis' full stop. */
  public static final byte[] NOAUTH = error("NOAUTH Authentication required");

  public static final byte[] INVALID_PASSWORD = error("ERR invalid password");
  public static final byte[] NO_PASSWORD_SET =
      error("ERR Client sent AUTH, but no password is set");
  public static final byte[] DB_OUT_OF_RANGE = error("ERR DB index is out of range");
  public static final byte[] NOT_AN_INTEGER = error("ERR value is not an integer or out of range");
  public static final byte[] MAX_CLIENTS = error("ERR max number of clients reached");

  private RedisReplies() {}

  /** An error line; {@code text} starts with its code and is ISO 8859-1 without line ends. */
  public static byte[] error(String text) {
    return bytes("-" + text + "\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
