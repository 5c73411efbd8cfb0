// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Replies made here, ready for the wire. */
public final class MemcachedReplies {
  public static final byte[] OK = line("OK");
  public static final byte[] END = line("END");
  public static final byte[] MN = line("MN");
  public static final byte[] TOO_MANY_CONNECTIONS = line("ERROR Too many open connections");

  /** A server's response does not fit the request. As twemproxy words it. */
  public static final byte[] INVALID_RESPONSE = serverError("Invalid argument");

  /**
   * The memcached whose protocol is spoken here. Clients read three numbers from the reply to
   * {@code version} and choose by them what they may ask for, so these come first.
   */
  private static final String PROTOCOL_LEVEL = "1.6.18";

  private MemcachedReplies() {}

  /**
   * The reply to {@code version}.
   *
   * @param ours nutcracker's own version
   */
  public static byte[] version(String ours) {
    return line("VERSION " + PROTOCOL_LEVEL + " nutcracker-" + ours);
  }

  /** A server's fault, or ours; {@code text} is ISO 8859-1 without line ends. */
  public static byte[] serverError(String text) {
    return line("SERVER_ERROR " + text);
  }

  /** A reply of one line; {@code text} is ISO 8859-1 without line ends. */
  static byte[] line(String text) {
    return (text + "\r\n").getBytes(ISO_8859_1);
  }
}
