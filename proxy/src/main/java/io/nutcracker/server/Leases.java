// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to the servers of one pool that belong to one client at a time: while it
 * waits for data (BLPOP), and from WATCH to EXEC.
 *
 * <p>A connection comes back when the server has answered everything and keeps nothing of the
 * client; then the next client gets it. One whose client goes before that is closed, which also
 * tells the server to stop waiting.
 *
 * <p>There are at most {@code leased_connections} for each server. Who finds them all taken waits
 * until one is free; each client waits once at most, so the clients bound the queue.
 */
public final class Leases {
  /** So many unused connections to a server are kept in each lane. */
  private static final int MAX_IDLE = 16;

  private final ServerConnections owner;
  private final int most;
  private final List<OfServer> servers;

  Leases(ServerConnections owner) {
    this.owner = owner;
    this.most = owner.pool().config().leasedConnections();
    this.servers =
        IntStream.range(0, owner.pool().servers().size())
            .mapToObj(_ -> new OfServer(owner.pool().lanes()))
            .toList();
  }

  /** The leased connections to one server. */
  private final class OfServer implements Bottleneck {
    /** By lane. */
    private final List<ArrayDeque<ServerConnection>> idle;

    private final Set<ServerConnection> taken = new HashSet<>(0);

    /** In the order of their arrival. */
    private final Set<Runnable> waiters = new LinkedHashSet<>(0);

    OfServer(int lanes) {
      idle = Stream.generate(() -> new ArrayDeque<ServerConnection>(0)).limit(lanes).toList();
    }

    @Nullable ServerConnection take(int server, Lane lane) {
      ServerConnection free = idle.get(lane.index()).pollLast();
      if (free == null && taken.size() >= most) {
        return null;
      }
      ServerConnection connection = free == null ? owner.connectLeased(server, lane) : free;
      if (connection.isLeased()) {
        taken.add(connection);
      }
      return connection;
    }

    void give(ServerConnection connection) {
      if (!taken.remove(connection)) {
        return; // it has failed
      }
      ArrayDeque<ServerConnection> unused = idle.get(connection.lane().index());
      if (unused.size() < MAX_IDLE) {
        unused.addLast(connection);
      } else {
        connection.close();
      }
      resumeWaiter();
    }

    void remove(ServerConnection connection) {
      idle.get(connection.lane().index()).remove(connection);
      if (taken.remove(connection)) {
        resumeWaiter();
      }
    }

    private void resumeWaiter() {
      if (!waiters.isEmpty()) {
        Runnable first = waiters.iterator().next();
        waiters.remove(first);
        owner.loop().execute(first);
      }
    }

    @Override
    public void whenFree(Runnable resume) {
      waiters.add(resume);
    }

    @Override
    public void cancel(Runnable resume) {
      waiters.remove(resume);
    }

    void close() {
      List.copyOf(taken).forEach(ServerConnection::close);
      idle.forEach(unused -> List.copyOf(unused).forEach(ServerConnection::close));
    }
  }

  /**
   * A connection for one client, until it is {@linkplain #give given back} or {@linkplain #abandon
   * abandoned}. It may have failed already.
   *
   * @param isPatient whether requests may take longer than the pool's timeout
   * @return null if all are taken, see {@link #bottleneck}
   */
  public @Nullable ServerConnection take(int serverIndex, Lane lane, boolean isPatient) {
    ServerConnection connection = servers.get(serverIndex).take(serverIndex, lane);
    if (connection != null && connection.isLeased()) {
      connection.patient(isPatient);
    }
    return connection;
  }

  /** What to wait for when all connections to this server are taken. */
  public Bottleneck bottleneck(int serverIndex) {
    return servers.get(serverIndex);
  }

  /** The server has answered everything, and keeps nothing of the client. */
  public void give(ServerConnection connection) {
    servers.get(connection.server().index()).give(connection);
  }

  /** The client has gone in the middle of something. */
  public void abandon(ServerConnection connection) {
    if (connection.isLeased()) {
      connection.abandon();
    }
  }

  /** The connection has failed. */
  void remove(ServerConnection connection) {
    servers.get(connection.server().index()).remove(connection);
  }

  void close() {
    servers.forEach(OfServer::close);
  }
}
