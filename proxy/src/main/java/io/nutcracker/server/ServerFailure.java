// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.nutcracker.stats.ServerStat;
import java.io.FileNotFoundException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;

/**
 * Why a connection to a server ended, as twemproxy tells the clients who waited on it: mostly the
 * system's error strings.
 */
public enum ServerFailure {
  CONNECTION_REFUSED("Connection refused", ServerStat.SERVER_ERR),
  /** The server is ejected, and no other has its keys. As twemproxy: the same words. */
  EJECTED("Connection refused", ServerStat.SERVER_ERR),
  CONNECTION_RESET("Connection reset by peer", ServerStat.SERVER_ERR),
  BROKEN_PIPE("Broken pipe", ServerStat.SERVER_ERR),
  NO_SUCH_FILE("No such file or directory", ServerStat.SERVER_ERR),
  NO_ROUTE("No route to host", ServerStat.SERVER_ERR),
  NETWORK_UNREACHABLE("Network is unreachable", ServerStat.SERVER_ERR),
  PERMISSION_DENIED("Permission denied", ServerStat.SERVER_ERR),
  /** A request's time is up, or the system gave up connecting. */
  TIMED_OUT("Connection timed out", ServerStat.SERVER_TIMEDOUT),
  /** The server closed the connection. As twemproxy: it has no better word for it. */
  EOF("unknown", "it closed the connection", ServerStat.SERVER_EOF),
  /** The server's name does not resolve. */
  UNRESOLVED("Host is down", "its name does not resolve", ServerStat.SERVER_ERR),
  /** What the server sent is not the protocol, or answers nothing. */
  INVALID_RESPONSE("Invalid argument", "what it sent is no response", ServerStat.SERVER_ERR),
  /** The server does not have the database {@code redis_db}. */
  NO_DATABASE("DB index is out of range", ServerStat.SERVER_ERR),
  /** The server does not know HELLO 3: it is older than Redis 6. */
  NO_RESP3("The server does not speak RESP3; use RESP2", ServerStat.SERVER_ERR),
  /** The server answered a probe with an error: it is loading its data, for example. */
  NOT_READY("Server is not ready", ServerStat.SERVER_ERR),
  IO_ERROR("Input/output error", ServerStat.SERVER_ERR);

  private final String text;
  private final String phrase;
  private final ServerStat stat;

  ServerFailure(String text, ServerStat stat) {
    this(text, text, stat);
  }

  ServerFailure(String text, String phrase, ServerStat stat) {
    this.text = text;
    this.phrase = phrase;
    this.stat = stat;
  }

  /** What clients are told. */
  public String text() {
    return text;
  }

  /** What the log says. */
  String phrase() {
    return phrase;
  }

  /** The figure in which it counts. */
  ServerStat stat() {
    return stat;
  }

  /** The failure behind an exception of the transport, whose messages hold the system's string. */
  static ServerFailure of(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return UNRESOLVED;
    }
    if (cause instanceof ClosedChannelException) {
      return EOF; // what the writes get that were still waiting
    }
    if (cause instanceof NotYetConnectedException) {
      return CONNECTION_RESET; // before it was seen to be connected
    }
    if (cause instanceof FileNotFoundException) {
      return NO_SUCH_FILE; // the native transports' word, without a message
    }
    String message = cause.getMessage();
    for (ServerFailure failure : values()) {
      if (message != null && isSystemString(failure) && message.contains(failure.text)) {
        return failure;
      }
    }
    return message != null && message.contains("Connection reset") ? CONNECTION_RESET : IO_ERROR;
  }

  private static boolean isSystemString(ServerFailure failure) {
    return switch (failure) {
      case EJECTED, EOF, UNRESOLVED, INVALID_RESPONSE, NO_DATABASE, NO_RESP3, NOT_READY, IO_ERROR ->
          false;
      default -> true;
    };
  }
}
