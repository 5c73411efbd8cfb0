// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.HashTag;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.protocol.redis.CustomCommands;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One server pool of the configuration file. Component names are the camelCase twins of the file's
 * keys; the defaults live in {@link PoolDraft}.
 *
 * @param timeoutMs milliseconds a request may take, 0 for no limit
 * @param connectTimeoutMs milliseconds a connection to a server may take to be ready, 0 for no
 *     limit
 * @param redisAuth the password of clients, and of servers unless there is a {@code serverAuth}
 * @param users whom clients may be; if there is any, they must be one
 * @param customCommands what clients may say besides what this program knows
 * @param http whether commands may be said over HTTP, on the admin port
 * @param httpScripts the folder of the scripts that may be run there, or null for none
 * @param redisDatabases how many databases clients may SELECT; 1 for {@code redisDb} only
 * @param leasedConnections of each worker to each server, for clients that wait there for data or
 *     watch keys
 * @param serverProbe whether a PING or {@code version} must succeed before an ejected server
 *     returns
 * @param maxRequestSize bytes that a request, or memcached's data block, may have
 * @param maxKeyLength bytes that a key may have, 0 for what {@code --mbuf-size} has room for
 * @param maxPipeline requests of a client that may be in flight
 * @param latencyTracking whether it is recorded how long requests take
 * @param slowlogLogSlowerThan microseconds from which on a request is slow
 * @param slowlogMaxLen how many slow requests are kept, 0 for none
 * @param slowlogValues whether all arguments of slow requests may be seen, not just the keys
 * @param hotkeysSample one request in so many counts for the hot keys, 0 for none
 * @param servers in twemproxy's order: by length of the name in bytes, then by its bytes
 */
public record PoolConfig(
    String name,
    ListenAddress listen,
    KeyHash hash,
    @Nullable HashTag hashTag,
    Distribution distribution,
    int timeoutMs,
    int connectTimeoutMs,
    int backlog,
    int clientConnections,
    boolean redis,
    @Nullable String redisAuth,
    @Nullable ServerAuth serverAuth,
    List<UserConfig> users,
    CustomCommands customCommands,
    boolean http,
    @Nullable Path httpScripts,
    int redisDb,
    int redisDatabases,
    int leasedConnections,
    boolean preconnect,
    boolean tcpkeepalive,
    boolean reuseport,
    boolean autoEjectHosts,
    int serverConnections,
    int serverRetryTimeoutMs,
    int serverFailureLimit,
    boolean serverProbe,
    FailurePolicy failurePolicy,
    int maxRequestSize,
    int maxKeyLength,
    int maxPipeline,
    boolean latencyTracking,
    int slowlogLogSlowerThan,
    int slowlogMaxLen,
    boolean slowlogValues,
    int hotkeysSample,
    List<ServerConfig> servers) {
  /** Offsets in a request are ints. */
  static final int MOST_MAX_REQUEST_SIZE = 1024 * 1024 * 1024;

  /** A line of memcached has to fit. */
  static final int LEAST_MAX_REQUEST_SIZE = 4096;

  static final int MOST_MAX_KEY_LENGTH = 1024 * 1024;
  static final int MOST_MAX_PIPELINE = 1024 * 1024;

  /** Each may have its own connections to every server. */
  static final int MOST_REDIS_DATABASES = 1024;

  static final int MOST_LEASED_CONNECTIONS = 65536;
  static final int MOST_SLOWLOG_MAX_LEN = 65536;

  public PoolConfig {
    users = List.copyOf(users);
    servers = List.copyOf(servers);
  }

  /** What servers are told first, or null if they ask for nothing. */
  public @Nullable ServerAuth authForServers() {
    return serverAuth == null && redisAuth != null ? new ServerAuth(null, redisAuth) : serverAuth;
  }

  /** Whether clients must say who they are. */
  public boolean asksWho() {
    return redisAuth != null || !users.isEmpty();
  }

  /** Without the passwords: this may end up in a log. */
  @Override
  public String toString() {
    return "pool '" + name + "'";
  }
}
