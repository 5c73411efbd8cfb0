// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.conformance.Transcript.Step;
import io.nutcracker.testing.RawConnection;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says a transcript to a proxy or a server and notes what comes back. A step after the peer has
 * closed the connection goes on with a new one.
 */
final class TranscriptPlayer implements AutoCloseable {
  private final Dialect dialect;
  private final SocketAddress address;
  private @Nullable RawConnection connection;

  private TranscriptPlayer(Dialect dialect, SocketAddress address) {
    this.dialect = dialect;
    this.address = address;
  }

  static List<Outcome> play(Transcript transcript, SocketAddress address) {
    try (var player = new TranscriptPlayer(transcript.dialect(), address)) {
      var outcomes = new ArrayList<Outcome>();
      for (var step : transcript.steps()) {
        try {
          outcomes.add(player.play(step));
        } catch (AssertionError e) {
          throw new AssertionError("in the step '" + step.text() + "': " + e.getMessage(), e);
        }
      }
      return outcomes;
    }
  }

  private Outcome play(Step step) {
    if (step.fresh()) {
      close();
    }
    if (connection == null) {
      connection = RawConnection.connect(address);
    }
    connection.send(step.input());
    if (step.finish()) {
      awaitRead();
      connection.finishSending();
    }
    var replies = new ArrayList<String>();
    var open = readReplies(connection, step.replies(), replies) && isOpen(connection, replies);
    if (!open) {
      close();
    }
    return new Outcome(step.comparison().essence(replies), !open);
  }

  /**
   * Returns when an event loop must have read what was sent before: it has answered someone who
   * came later. Without this the C program may see an incomplete request and its end in one event,
   * and then it never closes the connection.
   */
  private void awaitRead() {
    try (var another = RawConnection.connect(address)) {
      another.send(dialect.probe());
      dialect.readReplyOrEnd(another);
    }
  }

  /** Returns false when the connection ended before. */
  private boolean readReplies(RawConnection connection, int count, List<String> replies) {
    for (int i = 0; i < count; i++) {
      var reply = dialect.readReplyOrEnd(connection);
      if (reply == null) {
        return false;
      }
      replies.add(reply);
    }
    return true;
  }

  /** Adds what comes before the probe's reply, which nobody expected, to the replies. */
  private boolean isOpen(RawConnection connection, List<String> replies) {
    connection.send(dialect.probe());
    for (var reply = dialect.readReplyOrEnd(connection);
        reply != null;
        reply = dialect.readReplyOrEnd(connection)) {
      if (dialect.isReplyToProbe(reply)) {
        return true;
      }
      replies.add(reply);
    }
    return false;
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
