// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client says, and what it hears, written as {@code MULTI; SET k v; EXEC}. What begins with
 * {@code !} somebody else says to the server, and its reply does not matter; where nothing stands,
 * the client says nothing and hears the next message.
 */
final class Conversation {
  private Conversation() {}

  /** Holds it, from the beginning and with an empty server; returns what the client hears. */
  static List<String> hold(
      RedisServer server, RawConnection connection, String respVersion, String text) {
    server.command("FLUSHALL");
    say(connection, "RESET");
    say(connection, "HELLO", respVersion);
    var heard = new ArrayList<String>();
    for (String said : text.split("; ?", -1)) {
      if (said.startsWith("!")) {
        server.command(said.substring(1).split(" ", -1));
      } else {
        heard.add(said.isEmpty() ? connection.readValue() : say(connection, said.split(" ", -1)));
      }
    }
    return heard;
  }

  /** Sends a request; returns the reply to it. */
  static String say(RawConnection connection, String... words) {
    connection.send(command(words));
    return connection.readValue();
  }
}
