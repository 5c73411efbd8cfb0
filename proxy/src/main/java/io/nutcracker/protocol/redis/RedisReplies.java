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

  public static final byte[] INVALID_CURSOR = error("ERR invalid cursor");

  /** The answer to SCAN when nothing is left. */
  public static final byte[] SCAN_END = bytes("*2\r\n$1\r\n0\r\n*0\r\n");

  public static final byte[] EMPTY_ARRAY = bytes("*0\r\n");
  public static final byte[] QUEUED = bytes("+QUEUED\r\n");
  public static final byte[] NESTED_MULTI = error("ERR MULTI calls can not be nested");
  public static final byte[] EXEC_WITHOUT_MULTI = error("ERR EXEC without MULTI");
  public static final byte[] DISCARD_WITHOUT_MULTI = error("ERR DISCARD without MULTI");
  public static final byte[] WATCH_INSIDE_MULTI = error("ERR WATCH inside MULTI is not allowed");
  public static final byte[] EXECABORT =
      error("EXECABORT Transaction discarded because of previous errors.");

  /** The server of a transaction has been chosen in one database and protocol. */
  public static final byte[] TRANSACTION_UNDER_WAY =
      error("ERR the database and the protocol cannot change between WATCH or MULTI and EXEC");

  public static final byte[] RESET = bytes("+RESET\r\n");
  public static final byte[] SYNTAX_ERROR = error("ERR syntax error");
  public static final byte[] TOO_LONG =
      error("ERR the request is longer than any that the proxy answers itself");
  public static final byte[] WRONGPASS =
      error("WRONGPASS invalid username-password pair or user is disabled.");

  /** As Redis 7.2; 7.0 says it of "this user". */
  public static final byte[] NOAUTH_HELLO =
      error(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " <proto> AUTH <user> <pass> option can be used to authenticate the client and"
              + " select the RESP protocol version at the same time");

  public static final byte[] BAD_CLIENT_NAME =
      error("ERR Client names cannot contain spaces, newlines or special characters.");
  public static final byte[] NO_SUCH_CLIENT = error("ERR No such client");
  public static final byte[] CLUSTER_DISABLED =
      error("ERR This instance has cluster support disabled");

  /** How much of what the client sent an error repeats, as Redis. */
  private static final int ECHOED_LENGTH = 128;

  private RedisReplies() {}

  /** An error line; {@code text} starts with its code and is ISO 8859-1 without line ends. */
  public static byte[] error(String text) {
    return bytes("-" + text + "\r\n");
  }

  /** Of an EXEC that was refused, and with it the transaction. */
  public static byte[] execAbort(String error) {
    String reason = error.startsWith("ERR ") ? error.substring("ERR ".length()) : error;
    return error("EXECABORT Transaction discarded because of: " + reason);
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

  /** Of a RESP2 client that listens to channels. */
  public static byte[] onlyListening(String command) {
    return error(
        "ERR Can't execute '"
            + command
            + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this"
            + " context");
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
