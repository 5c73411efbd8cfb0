// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static java.util.Objects.requireNonNull;

import io.nutcracker.testing.ProxyStarter;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.TestPool;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real servers that both proxies stand before, and the pools over them. Each transcript names
 * one of these pools.
 */
final class Laboratory implements AutoCloseable {
  /** The password of the locked servers, and of the pools that demand one. */
  private static final String PASSWORD = "secret";

  /** A server where none is: port 1 belongs to a service that nobody runs. */
  private static final String NOBODY = "127.0.0.1:1:1 b";

  private static final int MBUF_SIZE_BYTES = 16384;
  private static final int SMALL_MBUF_SIZE_BYTES = 512;

  /** By name; the names are also those in the configuration, so they fix each key's server. */
  private final Map<String, RedisServer> servers = new LinkedHashMap<>();

  Laboratory() {
    servers.put("a", RedisServer.start());
    servers.put("b", RedisServer.start());
    servers.put("locked-a", RedisServer.startWithPassword(PASSWORD));
    servers.put("locked-b", RedisServer.startWithPassword(PASSWORD));
    servers.put("unix", RedisServer.startOnUnixSocket());
  }

  private List<TestPool> pools() {
    return List.of(
        redis("plain", "a", "b"),
        redis("tagged", "a", "b").with("hash_tag", "{}"),
        redis("single", "a"),
        TestPool.redis("down", List.of(NOBODY)),
        TestPool.redis("half-down", List.of(entry("a"), NOBODY)).with("hash", "murmur"),
        redis("fragile", "a"), // for what leaves the C program with a broken connection
        redis("database", "a", "b").with("redis_db", "3"),
        redis("unix", "unix"),
        redis("unix-database", "unix").with("redis_db", "3"),
        redis("auth", "locked-a", "locked-b").with("redis_auth", PASSWORD),
        redis("auth-database", "locked-a").with("redis_auth", PASSWORD).with("redis_db", "3"),
        redis("auth-open-server", "a", "b").with("redis_auth", PASSWORD),
        redis("auth-wrong", "locked-a", "locked-b").with("redis_auth", "wrong"),
        redis("locked-server", "locked-a", "locked-b"),
        redis("locked-single", "locked-a"));
  }

  private List<TestPool> smallMbufPools() {
    return List.of(redis("small-mbuf", "a", "b"));
  }

  /** With this hash, keys that differ in their last byte already go to different servers. */
  private TestPool redis(String name, String... serverNames) {
    var entries = Stream.of(serverNames).map(this::entry).toList();
    return TestPool.redis(name, entries).with("hash", "murmur");
  }

  private String entry(String serverName) {
    return requireNonNull(servers.get(serverName)).poolEntry(serverName);
  }

  /** Starts one kind of proxy before the servers. */
  Side start(ProxyStarter starter) {
    return new Side(
        starter.start(pools(), MBUF_SIZE_BYTES),
        starter.start(smallMbufPools(), SMALL_MBUF_SIZE_BYTES));
  }

  /** Plays a transcript over empty servers. */
  Played play(Transcript transcript, Side side) {
    servers.values().forEach(ServerData::wipe);
    var outcomes = TranscriptPlayer.play(transcript, side.address(transcript.pool()));
    var data = new LinkedHashMap<String, List<String>>();
    servers.forEach((name, server) -> data.put(name, ServerData.list(server)));
    return new Played(outcomes, data);
  }

  @Override
  public void close() {
    servers.values().forEach(RedisServer::close);
  }

  /** One kind of proxy. The mbuf size belongs to a process, so there are two processes. */
  record Side(RunningProxy proxy, RunningProxy smallMbufProxy) implements AutoCloseable {
    SocketAddress address(String pool) {
      return (pool.equals("small-mbuf") ? smallMbufProxy : proxy).address(pool);
    }

    @Override
    public void close() {
      proxy.close();
      smallMbufProxy.close();
    }
  }
}
