// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.testing.CacheServer;
import io.nutcracker.testing.Relay;
import io.nutcracker.testing.Relay.Replies;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What can happen to a server, or to the way to it, and what its clients are then told. */
enum Fault {
  /** {@code kill -9}, and a restart. */
  KILLED(Strikes.ONE_SERVER, 500),
  EVERY_SERVER_KILLED(Strikes.EVERY_SERVER, 500),
  /** SIGSTOP and SIGCONT; the system goes on accepting connections and data for it. */
  STOPPED(Strikes.ONE_SERVER, 3000),
  REFUSING(Strikes.THE_WAY_TO_ONE, 500),
  RESET_IN_THE_MIDDLE_OF_A_REPLY(Strikes.THE_WAY_TO_ONE, 500),
  CLOSED_IN_THE_MIDDLE_OF_A_REPLY(Strikes.THE_WAY_TO_ONE, 500),
  /** The proxy has seen it before the next request comes: nobody is told anything. */
  CLOSED_WHILE_IDLE(Strikes.THE_WAY_TO_ONE, 0),
  /** The other end has forgotten the connections; new ones work. Over when that is noticed. */
  HALF_OPEN(Strikes.THE_WAY_TO_ONE, FaultRun.TIMEOUT_MS),
  ANSWERING_GARBAGE(Strikes.THE_WAY_TO_ONE, 500),
  ANSWERING_NOTHING(Strikes.THE_WAY_TO_ONE, 1000);

  /** Whom a fault concerns. Only a server's own death costs data. */
  enum Strikes {
    ONE_SERVER,
    EVERY_SERVER,
    THE_WAY_TO_ONE
  }

  /** Where faults happen: the relay stands before the first server. */
  record Site(List<CacheServer> servers, Relay relay, Load load, Runnable awaitNoConnection) {
    private CacheServer first() {
      return servers.getFirst();
    }

    private void closeConnections() {
      relay.closeConnections();
      awaitNoConnection.run();
    }
  }

  private final Strikes strikes;
  private final int lengthMs;

  Fault(Strikes strikes, int lengthMs) {
    this.strikes = strikes;
    this.lengthMs = lengthMs;
  }

  Strikes strikes() {
    return strikes;
  }

  Duration length() {
    return Duration.ofMillis(lengthMs);
  }

  void begin(Site site) {
    switch (this) {
      case KILLED -> site.first().kill();
      case EVERY_SERVER_KILLED -> site.servers().forEach(CacheServer::kill);
      case STOPPED -> site.first().pause();
      case REFUSING -> site.relay().refuse();
      case RESET_IN_THE_MIDDLE_OF_A_REPLY -> site.relay().replies(Replies.RESET_HALFWAY);
      case CLOSED_IN_THE_MIDDLE_OF_A_REPLY -> site.relay().replies(Replies.CLOSED_HALFWAY);
      case CLOSED_WHILE_IDLE -> site.load().whileIdle(site::closeConnections);
      case HALF_OPEN -> site.relay().forgetConnections();
      case ANSWERING_GARBAGE -> site.relay().replies(Replies.GARBLED);
      case ANSWERING_NOTHING -> site.relay().replies(Replies.DROPPED);
    }
  }

  void end(Site site) {
    switch (this) {
      case KILLED -> site.first().restart();
      case EVERY_SERVER_KILLED -> site.servers().forEach(CacheServer::restart);
      case STOPPED -> site.first().resume();
      case REFUSING -> site.relay().accept();
      case RESET_IN_THE_MIDDLE_OF_A_REPLY,
          CLOSED_IN_THE_MIDDLE_OF_A_REPLY,
          ANSWERING_GARBAGE,
          ANSWERING_NOTHING ->
          site.relay().replies(Replies.PASSED_ON);
      case CLOSED_WHILE_IDLE, HALF_OPEN -> {}
    }
  }

  /** Whether no request for the server succeeds meanwhile, so that it must be ejected. */
  boolean isTotal() {
    return switch (this) {
      case KILLED, EVERY_SERVER_KILLED, STOPPED, REFUSING, ANSWERING_GARBAGE, ANSWERING_NOTHING ->
          true;
      case RESET_IN_THE_MIDDLE_OF_A_REPLY,
          CLOSED_IN_THE_MIDDLE_OF_A_REPLY,
          CLOSED_WHILE_IDLE,
          HALF_OPEN ->
          false;
    };
  }

  boolean losesData() {
    return this == KILLED || this == EVERY_SERVER_KILLED;
  }

  /** The errors that clients may see. */
  Set<String> texts() {
    return switch (this) {
      case KILLED, EVERY_SERVER_KILLED ->
          Set.of("Connection refused", "Connection reset by peer", "Broken pipe", "unknown");
      case STOPPED, HALF_OPEN, ANSWERING_NOTHING -> Set.of("Connection timed out");
      case REFUSING -> Set.of("Connection refused", "Connection reset by peer", "Broken pipe");
      case RESET_IN_THE_MIDDLE_OF_A_REPLY -> Set.of("Connection reset by peer", "Broken pipe");
      case CLOSED_IN_THE_MIDDLE_OF_A_REPLY ->
          Set.of("unknown", "Connection reset by peer", "Broken pipe");
      case CLOSED_WHILE_IDLE -> Set.of();
      case ANSWERING_GARBAGE ->
          Set.of("Invalid argument", "Connection reset by peer", "Broken pipe");
    };
  }
}
