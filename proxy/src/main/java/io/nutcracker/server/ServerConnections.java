// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static io.nutcracker.stats.ServerStat.SERVER_EJECTED_AT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.nutcracker.mbuf.Flusher;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.stats.Counters;
import io.nutcracker.stats.PoolCounters;
import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ProxyStat;
import io.nutcracker.stats.ServerStat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's connections to the servers of one pool, opened when first needed and kept.
 *
 * <p>A server has {@code server_connections} slots in each {@link Lane}. A client keeps using the
 * same slot, so that its requests to a server take effect in the order it sent them; twemproxy
 * rotates and can reorder them.
 */
public final class ServerConnections {
  private static final Logger log = LoggerFactory.getLogger(ServerConnections.class);

  /** So that a server_retry_timeout of 0 does not mean probes without end. */
  private static final int SHORTEST_PROBE_DELAY_MS = 100;

  /** How long a probe may take in a pool without a connect_timeout. */
  private static final long PROBE_NANOS = MILLISECONDS.toNanos(1000);

  private final ServerPool pool;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final Flusher flusher;
  private final Connector connector;
  private final Counters<ProxyStat> proxyCounters;
  private final PoolCounters counters;

  /** By server, then by lane and slot. */
  private final @Nullable ServerConnection[][][] connections;

  private final List<Map<ServerFailure, FailureLog>> failures;

  /** Takes the requests for ejected servers. */
  private final ServerConnection ejected;

  private final Leases leases;

  /** The connections that find out whether ejected servers are healthy again. */
  private final @Nullable ServerConnection[] probes;

  private boolean isClosing;

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
        new @Nullable
            ServerConnection[pool.servers().size()][pool.lanes()]
            [pool.config().serverConnections()];
    this.failures =
        pool.servers().stream()
            .<Map<ServerFailure, FailureLog>>map(_ -> new EnumMap<>(ServerFailure.class))
            .toList();
    this.probes = new @Nullable ServerConnection[pool.servers().size()];
    this.ejected = ServerConnection.ejected(this, pool.servers().getFirst());
    this.leases = new Leases(this);
  }

  /** Which servers take part now, and which key belongs to which; use one for a whole request. */
  public LiveServers live() {
    Ejection ejection = pool.ejection();
    return pool.config().autoEjectHosts() ? ejection.live(flusher.nowNanos()) : ejection.live();
  }

  /**
   * The connection to a server for a client, made now if there is none. It may have failed already.
   *
   * @param lane the client's
   * @param client any number that stays the same for a client
   */
  public ServerConnection connection(int serverIndex, Lane lane, int client) {
    assert loop.inEventLoop();
    if (pool.ejection().live().isEjected(serverIndex)) {
      return ejected;
    }
    @Nullable ServerConnection[] slots = slots(serverIndex, lane);
    int slot = slots.length == 1 ? 0 : Integer.remainderUnsigned(client, slots.length);
    ServerConnection connection = slots[slot];
    if (connection == null) {
      connection = new ServerConnection(this, pool.servers().get(serverIndex), lane, slot);
      slots[slot] = connection;
      connect(connection);
    }
    return connection;
  }

  /** The connections that clients have for themselves. */
  public Leases leases() {
    return leases;
  }

  /** A new connection for messages. It may have failed already. */
  public ServerConnection subscribe(int serverIndex, MessageListener listener) {
    Lane lane = pool.lane(RespVersion.RESP3, pool.config().redisDb());
    Server server = pool.servers().get(serverIndex);
    return connect(ServerConnection.subscription(this, server, lane, listener));
  }

  /** Closes what {@link #subscribe} gave. */
  public void end(ServerConnection subscription) {
    subscription.close();
  }

  /** A new connection for one client at a time. */
  ServerConnection connectLeased(int serverIndex, Lane lane) {
    return pool.ejection().live().isEjected(serverIndex)
        ? ejected
        : connect(ServerConnection.leased(this, pool.servers().get(serverIndex), lane));
  }

  private ServerConnection connect(ServerConnection connection) {
    connection.connect(connector, connectTimeoutNanos());
    return connection;
  }

  private @Nullable ServerConnection[] slots(int serverIndex, Lane lane) {
    return connections[serverIndex][lane.index()];
  }

  private long connectTimeoutNanos() {
    return MILLISECONDS.toNanos(pool.config().connectTimeoutMs());
  }

  /** As twemproxy's {@code preconnect}: opens one connection to each server. */
  public void preconnect() {
    for (Server server : pool.servers()) {
      connection(server.index(), pool.defaultLane(), 0);
    }
  }

  /** From now on requests need another connection than this. */
  void remove(ServerConnection connection) {
    if (connection.isLeased()) {
      leases.remove(connection);
    }
    if (!connection.isShared()) {
      return;
    }
    @Nullable ServerConnection[] slots = slots(connection.server().index(), connection.lane());
    if (slots[connection.slot()] == connection) {
      slots[connection.slot()] = null;
    }
  }

  /** A connection has failed while a request needed it. */
  void onFailure(Server server, ServerFailure failure) {
    if (isClosing || !pool.ejection().onFailure(server, failure, flusher.nowNanos())) {
      return;
    }
    counters.pool().add(PoolStat.SERVER_EJECTS, 1);
    Counters<ServerStat> stats = counters(server);
    stats.add(SERVER_EJECTED_AT, pool.nowMicros() - stats.get(SERVER_EJECTED_AT));
    if (pool.config().serverProbe()) {
      probeLater(server);
    }
  }

  private void probeLater(Server server) {
    int delayMs = Math.max(pool.config().serverRetryTimeoutMs(), SHORTEST_PROBE_DELAY_MS);
    loop.schedule(() -> probe(server), delayMs, MILLISECONDS);
  }

  private void probe(Server server) {
    if (!isClosing) {
      ServerConnection probe = ServerConnection.probe(this, server);
      probes[server.index()] = probe;
      long limitNanos = connectTimeoutNanos();
      probe.connect(connector, limitNanos == 0 ? PROBE_NANOS : limitNanos);
    }
  }

  /** The server is healthy: it returns, and the connection to it is of use. */
  void onProbed(ServerConnection probe) {
    Server server = probe.server();
    pool.ejection().onProbed(server);
    @Nullable ServerConnection[] slots = slots(server.index(), probe.lane());
    if (slots[0] == null) {
      slots[0] = probe;
    } else {
      probe.close();
    }
  }

  /** The connection of a probe has been closed. */
  void onProbeEnded(Server server) {
    probes[server.index()] = null;
    if (pool.ejection().live().isEjected(server.index())) {
      probeLater(server);
    }
  }

  /** Closes all connections; requests that wait on them fail. */
  public void close() {
    isClosing = true;
    close(probes);
    leases.close();
    for (@Nullable ServerConnection[][] lanes : connections) {
      for (@Nullable ServerConnection[] slots : lanes) {
        close(slots);
      }
    }
  }

  private static void close(@Nullable ServerConnection[] slots) {
    for (ServerConnection connection : slots) {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /** Takes the times of a connection's requests; null if nobody wants to know. */
  @Nullable ServerTimes newTimes(Server server) {
    return pool.config().latencyTracking()
        ? new ServerTimes(server.index(), counters.latencies())
        : null;
  }

  /** Where this failure of this server is told of. */
  FailureLog failureLog(Server server, ServerFailure failure) {
    Map<ServerFailure, FailureLog> ofServer = failures.get(server.index());
    FailureLog known = ofServer.get(failure);
    if (known == null) {
      String text =
          "server '%s' of '%s' failed: %s"
              .formatted(server.config().address(), pool.config().name(), failure.phrase());
      known = new FailureLog(log, loop, text);
      ofServer.put(failure, known);
    }
    return known;
  }

  ServerPool pool() {
    return pool;
  }

  EventLoop loop() {
    return loop;
  }

  /** Where the buffers of its connections come from. */
  public ByteBufAllocator allocator() {
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
