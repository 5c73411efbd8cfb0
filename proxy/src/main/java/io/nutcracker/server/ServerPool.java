// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.ServerConfig;
import io.nutcracker.hashkit.Continua;
import io.nutcracker.hashkit.Continuum;
import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.hashkit.RingServer;
import io.nutcracker.protocol.ResponseParser;
import io.nutcracker.protocol.memcached.MemcachedResponseParser;
import io.nutcracker.protocol.redis.RedisResponseParser;
import io.nutcracker.protocol.redis.RespVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A group of servers over which keys are spread: what all workers share of it. */
public final class ServerPool {
  private final PoolConfig config;
  private final InstantSource clock;
  private final List<Server> servers;
  private final List<String> serverNames;

  /** As twemproxy: requests without a key go where this key lives. */
  private static final ByteBuf KEYLESS = Unpooled.copiedBuffer("placeholder", US_ASCII);

  /** By version, then by database. */
  private final Map<RespVersion, List<Lane>> lanes = new EnumMap<>(RespVersion.class);

  /** Over all servers, ejected or not. */
  private final KeyRouter channelRouter;

  private int laneCount;
  private final Ejection ejection;
  private final AtomicLong clientsSeen = new AtomicLong();

  /**
   * @param random what the distribution {@code random} draws from; used by all workers at once
   * @param clock the time of day, for the stats
   */
  public ServerPool(PoolConfig config, RandomGenerator random, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    List<ServerConfig> configs = config.servers();
    this.servers =
        IntStream.range(0, configs.size()).mapToObj(i -> new Server(configs.get(i), i)).toList();
    this.serverNames = configs.stream().map(ServerConfig::name).toList();
    for (RespVersion version : RespVersion.values()) {
      lanes.put(version, newLanes(version));
    }
    Continua continua = config.distribution().continua(allBut(new BitSet()), random);
    this.channelRouter = newRouter(continua.over(allBut(new BitSet())));
    this.ejection = new Ejection(config, ejected -> newRouter(continua.over(allBut(ejected))));
  }

  private List<Lane> newLanes(RespVersion version) {
    int firstDb = config.redisDatabases() == 1 ? config.redisDb() : 0;
    return IntStream.range(0, config.redisDatabases())
        .mapToObj(i -> new Lane(laneCount++, version, firstDb + i))
        .toList();
  }

  private List<RingServer> allBut(BitSet ejected) {
    return servers.stream()
        .filter(server -> !ejected.get(server.index()))
        .map(s -> new RingServer(s.index(), s.config().name(), s.config().weight()))
        .toList();
  }

  private KeyRouter newRouter(Continuum continuum) {
    return new KeyRouter(config.hash(), config.hashTag(), continuum, servers.size());
  }

  public PoolConfig config() {
    return config;
  }

  /** What finds the responses of this pool's servers on a connection of this version. */
  ResponseParser newResponseParser(RespVersion version) {
    return config.redis() ? new RedisResponseParser(version) : new MemcachedResponseParser();
  }

  /** In twemproxy's order; a server's position is its index. */
  public List<Server> servers() {
    return servers;
  }

  /** The names of {@link #servers()}. */
  public List<String> serverNames() {
    return serverNames;
  }

  /** Whether a key has a server where it lives; with {@code random} it has none. */
  public boolean placesKeys() {
    return config.distribution() != Distribution.RANDOM;
  }

  /**
   * Where channels live, like keys, but whether a server is ejected or not: else publishers and
   * subscribers would miss each other.
   */
  public KeyRouter channelRouter() {
    return channelRouter;
  }

  /** The lane of clients that have not chosen any. */
  public Lane defaultLane() {
    return lane(RespVersion.RESP2, config.redisDb());
  }

  /** The lane for this version and database; {@code hasDatabase} must be true of that. */
  public Lane lane(RespVersion version, int db) {
    int position = config.redisDatabases() == 1 ? 0 : db;
    return requireNonNull(lanes.get(version)).get(position);
  }

  /** Whether clients may use this database. */
  public boolean hasDatabase(int db) {
    return config.redisDatabases() == 1
        ? db == 0 || db == config.redisDb()
        : db >= 0 && db < config.redisDatabases();
  }

  /** How many lanes there are. */
  int lanes() {
    return laneCount;
  }

  /** A number that no other client of this pool has had. */
  public long nextClientId() {
    return clientsSeen.incrementAndGet();
  }

  /** The time of day. */
  public Instant now() {
    return clock.instant();
  }

  /** Microseconds since the epoch. */
  long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  /** The servers that take part, as was found out last; any thread may ask. */
  public LiveServers live() {
    return ejection.live();
  }

  /**
   * How long until an ejected server may come back; any thread may ask.
   *
   * @param nowNanos by the clock of the workers
   */
  public long nanosUntilReturn(Server server, long nowNanos) {
    return ejection.nanosUntilReturn(server, nowNanos);
  }

  /** Which of the servers take part. */
  Ejection ejection() {
    return ejection;
  }

  /** The index of the server for requests that have no key. */
  public static int keylessServer(KeyRouter router) {
    return router.serverIndex(KEYLESS, 0, KEYLESS.writerIndex());
  }
}
