// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.Resp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a transcript's words become bytes, and how the bytes that come back are replies. */
enum Dialect {
  /** Words are an array of bulk strings. */
  REDIS(Resp.command("PING")) {
    private static final List<String> PROBE_REPLIES =
        List.of(
            "+PONG\r\n",
            "-NOAUTH Authentication required\r\n",
            "-NOAUTH Authentication required.\r\n");

    @Override
    String request(List<String> words) {
      return Resp.command(words);
    }

    @Override
    @Nullable String readReplyOrEnd(RawConnection connection) {
      return connection.readValueOrEnd();
    }

    @Override
    boolean isReplyToProbe(String reply) {
      return PROBE_REPLIES.contains(reply);
    }
  },

  /** Words make a line; the word / ends one line and begins another, the data block. */
  MEMCACHED("version\r\n") {
    @Override
    String request(List<String> words) {
      return String.join(" ", words).replace(" / ", "\r\n") + "\r\n";
    }

    @Override
    @Nullable String readReplyOrEnd(RawConnection connection) {
      return connection.readReplyOrEnd();
    }

    // The C program asks a server, which may be down.
    @Override
    boolean isReplyToProbe(String reply) {
      return reply.startsWith("VERSION ") || reply.equals("SERVER_ERROR Connection refused\r\n");
    }
  };

  private final String probe;

  Dialect(String probe) {
    this.probe = probe;
  }

  /** The dialect of the transcripts in this directory. */
  static Dialect of(String directory) {
    return directory.startsWith("memcached") ? MEMCACHED : REDIS;
  }

  abstract String request(List<String> words);

  /** The next reply, or null when the peer has closed the connection instead. */
  abstract @Nullable String readReplyOrEnd(RawConnection connection);

  /** A request whose reply shows that the connection is still open. */
  String probe() {
    return probe;
  }

  abstract boolean isReplyToProbe(String reply);
}
