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

  public static final byte[] RESET = bytes("+RESET\r\n");
  public static final byte[] SYNTAX_ERROR = error("ERR syntax error");
  public static final byte[] TOO_LONG =
      error("ERR the request is longer than any that the proxy answers itself");
  public static final byte[] WRONGPASS =
      error("WRONGPASS invalid username-password pair or user is disabled.");
  public static final byte[] NOAUTH_HELLO =
      error(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " <proto> AUTH <user> <pass> option can be used to authenticate the client and"
              + " select the RESP protocol version at the same time");
  public static final byte[] BAD_CLIENT_NAME =
      error("ERR Client names cannot contain spaces, newlines or special characters.");
  public static final byte[] CLUSTER_DISABLED =
      error("ERR This instance has cluster support disabled");

  /** How much of what the client sent an error repeats, as Redis. */
  private static final int ECHOED_LENGTH = 128;

  private RedisReplies() {}

  /** An error line; {@code text} starts with its code and is ISO 8859-1 without line ends. */
  public static byte[] error(String text) {
    return bytes("-" + text + "\r\n");
  }

  /** A subcommand with too many arguments or too few: {@code client|setname}. */
  public static byte[] wrongCount(String subcommand) {
    return error("ERR wrong number of arguments for '" + subcommand + "' command");
  }

  /** What is not done here is refused: to accept it would be a promise. */
  public static byte[] unknownSubcommand(String subcommand, String command) {
    String quoted = "'" + oneLine(subcommand) + "'";
    return error("ERR unknown subcommand " + quoted + ". Try " + command + " HELP.");
  }

  /** Of CLIENT SETINFO. */
  public static byte[] unrecognizedOption(String option) {
    return error("ERR Unrecognized option '" + oneLine(option) + "'");
  }

  /** Of CLIENT SETINFO. */
  public static byte[] badAttribute(String attribute) {
    return error("ERR " + attribute + " cannot contain spaces, newlines or special characters.");
  }

  /** The start of what a client sent, for an error. */
  public static String oneLine(String text) {
    String start = text.substring(0, Math.min(text.length(), ECHOED_LENGTH));
    return start.replace('\r', ' ').replace('\n', ' ');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
