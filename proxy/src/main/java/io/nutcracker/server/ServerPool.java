// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.ServerConfig;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.hashkit.RingServer;
import io.nutcracker.protocol.ResponseParser;
import io.nutcracker.protocol.memcached.MemcachedResponseParser;
import io.nutcracker.protocol.redis.RedisResponseParser;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A group of servers over which keys are spread: what all workers share of it. Routing is an
 * immutable snapshot, published by reference, so that all workers route a key alike.
 */
public final class ServerPool {
  private final PoolConfig config;
  private final List<Server> servers;
  private final List<String> serverNames;

  /** As twemproxy: requests without a key go where this key lives. */
  private static final ByteBuf KEYLESS = Unpooled.copiedBuffer("placeholder", US_ASCII);

  private final KeyRouter router;

  /**
   * @param random what the distribution {@code random} draws from; used by all workers at once
   */
  public ServerPool(PoolConfig config, RandomGenerator random) {
    this.config = config;
    List<ServerConfig> configs = config.servers();
    this.servers =
        IntStream.range(0, configs.size()).mapToObj(i -> new Server(configs.get(i), i)).toList();
    this.serverNames = configs.stream().map(ServerConfig::name).toList();
    List<RingServer> ring =
        servers.stream()
            .map(s -> new RingServer(s.index(), s.config().name(), s.config().weight()))
            .toList();
    this.router =
        new KeyRouter(
            config.hash(),
            config.hashTag(),
            config.distribution().continuum(ring, random),
            ring.size());
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

  /** The current snapshot of which key belongs to which server; use one for a whole request. */
  public KeyRouter router() {
    return router;
  }

  /** The index of the server for requests that have no key. */
  public int keylessServer() {
    return router.serverIndex(KEYLESS, 0, KEYLESS.writerIndex());
  }
}
