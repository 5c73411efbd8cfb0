// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.HashTag;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.hashkit.ServerNames;
import io.nutcracker.protocol.redis.CustomCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pool while its directives are read. The initial values here are the defaults, and only here.
 */
final class PoolDraft {
  final Scalar name;

  /** Where each directive was first found, good or bad. */
  final Map<Directive, Integer> lines = new EnumMap<>(Directive.class);

  @Nullable ListenAddress listen;
  KeyHash hash = KeyHash.FNV1A_64;
  @Nullable HashTag hashTag;
  Distribution distribution = Distribution.KETAMA;
  int timeoutMs;
  @Nullable Integer connectTimeoutMs;
  int backlog = 512;
  int clientConnections;
  boolean redis;
  @Nullable String redisAuth;
  @Nullable ServerAuth serverAuth;
  List<UserConfig> users = List.of();
  CustomCommands customCommands = CustomCommands.NONE;
  boolean http;
  @Nullable Path httpScripts;
  int redisDb;
  int redisDatabases = 1;
  int leasedConnections = 512;
  boolean preconnect;
  boolean tcpkeepalive;
  boolean reuseport;
  boolean autoEjectHosts;
  int serverConnections = 1;
  int serverRetryTimeoutMs = 30_000;
  int serverFailureLimit = 2;
  boolean serverProbe;
  FailurePolicy failurePolicy = FailurePolicy.REHASH;
  int maxRequestSize = PoolConfig.MOST_MAX_REQUEST_SIZE;
  int maxKeyLength;
  int maxPipeline = 1024;
  boolean latencyTracking = true;
  int slowlogLogSlowerThan = 10_000;
  int slowlogMaxLen = 128;
  boolean slowlogValues;
  int hotkeysSample = 100;
  final List<Item> servers = new ArrayList<>();

  PoolDraft(Scalar name) {
    this.name = name;
  }

  /** Where this directive was found, or the pool if it was not. */
  int line(Directive directive) {
    return lines.getOrDefault(directive, name.line());
  }

  /** A server and where it was found. */
  record Item(ServerConfig server, int line) {}

  /**
   * The finished pool; only for drafts without problems.
   *
   * @param file where it is from, beside which relative paths begin
   */
  PoolConfig toPool(Path file) {
    return new PoolConfig(
        name.text(),
        Objects.requireNonNull(listen),
        hash,
        hashTag,
        distribution,
        timeoutMs,
        connectTimeoutMs == null ? timeoutMs : connectTimeoutMs,
        backlog,
        clientConnections,
        redis,
        redisAuth,
        serverAuth,
        users,
        customCommands,
        http,
        httpScripts == null ? null : file.toAbsolutePath().resolveSibling(httpScripts),
        redisDb,
        redisDatabases,
        leasedConnections,
        preconnect,
        tcpkeepalive,
        reuseport,
        autoEjectHosts,
        serverConnections,
        serverRetryTimeoutMs,
        serverFailureLimit,
        serverProbe,
        failurePolicy,
        maxRequestSize,
        maxKeyLength,
        maxPipeline,
        latencyTracking,
        slowlogLogSlowerThan,
        slowlogMaxLen,
        slowlogValues,
        hotkeysSample,
        servers.stream()
            .map(Item::server)
            .sorted(Comparator.comparing(ServerConfig::name, ServerNames.ORDER))
            .toList());
  }
}
