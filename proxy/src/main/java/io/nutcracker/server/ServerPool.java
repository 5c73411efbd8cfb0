// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.ServerConfig;
import io.nutcracker.hashkit.Continua;
import io.nutcracker.hashkit.Continuum;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.hashkit.RingServer;
import io.nutcracker.protocol.ResponseParser;
import io.nutcracker.protocol.memcached.MemcachedResponseParser;
import io.nutcracker.protocol.redis.RedisResponseParser;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
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

  private final Ejection ejection;

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
    Continua continua = config.distribution().continua(allBut(new BitSet()), random);
    this.ejection = new Ejection(config, ejected -> newRouter(continua.over(allBut(ejected))));
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

  /** What finds the responses of this pool's servers. */
  ResponseParser newResponseParser() {
    return config.redis() ? new RedisResponseParser() : new MemcachedResponseParser();
  }

  /** In twemproxy's order; a server's position is its index. */
  public List<Server> servers() {
    return servers;
  }

  /** The names of {@link #servers()}. */
  public List<String> serverNames() {
    return serverNames;
  }

  /** Microseconds since the epoch. */
  long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
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
