// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.nutcracker.mbuf.Flusher;
import io.nutcracker.stats.Counters;
import io.nutcracker.stats.PoolCounters;
import io.nutcracker.stats.ProxyStat;
import io.nutcracker.stats.ServerStat;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to the servers of one pool, opened when first needed and kept.
 *
 * <p>A server has {@code server_connections} slots. A client keeps using the same slot, so that its
 * requests to a server take effect in the order it sent them; twemproxy rotates and can reorder
 * them.
 */
public final class ServerConnections {
  private final ServerPool pool;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final Flusher flusher;
  private final Connector connector;
  private final Counters<ProxyStat> proxyCounters;
  private final PoolCounters counters;
  private final @Nullable ServerConnection[][] connections;

  public ServerConnections(
      ServerPool pool,
      EventLoop loop,
      ByteBufAllocator allocator,
      Flusher flusher,
      Connector connector,
      Counters<ProxyStat> proxyCounters,
      PoolCounters counters) {
    this.pool = pool;
    this.loop = loop;
    this.allocator = allocator;
    this.flusher = flusher;
    this.connector = connector;
    this.proxyCounters = proxyCounters;
    this.counters = counters;
    this.connections =
        new @Nullable ServerConnection[pool.servers().size()][pool.config().serverConnections()];
  }

  /**
   * The connection to a server for a client, made now if there is none. It may have failed already.
   *
   * @param client any number that stays the same for a client
   */
  public ServerConnection connection(int serverIndex, int client) {
    assert loop.inEventLoop();
    @Nullable ServerConnection[] slots = connections[serverIndex];
    int slot = slots.length == 1 ? 0 : Integer.remainderUnsigned(client, slots.length);
    ServerConnection connection = slots[slot];
    if (connection == null) {
      connection = new ServerConnection(this, pool.servers().get(serverIndex), slot);
      slots[slot] = connection;
      connection.connect(connector);
    }
    return connection;
  }

  /** As twemproxy's {@code preconnect}: opens one connection to each server. */
  public void preconnect() {
    for (Server server : pool.servers()) {
      connection(server.index(), 0);
    }
  }

  /** From now on requests need another connection than this. */
  void remove(ServerConnection connection) {
    @Nullable ServerConnection[] slots = connections[connection.server().index()];
    if (slots[connection.slot()] == connection) {
      slots[connection.slot()] = null;
    }
  }

  /** Closes all connections; requests that wait on them fail. */
  public void close() {
    for (@Nullable ServerConnection[] slots : connections) {
      for (ServerConnection connection : slots) {
        if (connection != null) {
          connection.close();
        }
      }
    }
  }

  ServerPool pool() {
    return pool;
  }

  EventLoop loop() {
    return loop;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  Flusher flusher() {
    return flusher;
  }

  Counters<ProxyStat> proxyCounters() {
    return proxyCounters;
  }

  Counters<ServerStat> counters(Server server) {
    return counters.servers().get(server.index());
  }
}
