// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.KeyHash;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Every key a pool may have: its name, what it accepts and what it sets. */
@SuppressWarnings("ImmutableEnumChecker") // The assignments are lambdas without state.
enum Directive {
  LISTEN("listen", ListenAddressParser::parse, (pool, v) -> pool.listen = v),
  SERVERS("servers", ServerParser::parse, (pool, v) -> pool.servers.add(v)),
  HASH(
      "hash",
      ValueType.oneOf(List.of(KeyHash.values()), KeyHash::configName),
      (pool, v) -> pool.hash = v),
  HASH_TAG("hash_tag", ValueType.HASH_TAG, (pool, v) -> pool.hashTag = v),
  DISTRIBUTION(
      "distribution",
      ValueType.oneOf(List.of(Distribution.values()), Distribution::configName),
      (pool, v) -> pool.distribution = v),
  TIMEOUT("timeout", ValueType.NUMBER, (pool, v) -> pool.timeoutMs = v),
  CONNECT_TIMEOUT("connect_timeout", ValueType.NUMBER, (pool, v) -> pool.connectTimeoutMs = v),
  BACKLOG("backlog", ValueType.NUMBER, (pool, v) -> pool.backlog = v),
  CLIENT_CONNECTIONS(
      "client_connections", ValueType.NUMBER, (pool, v) -> pool.clientConnections = v),
  REDIS("redis", ValueType.BOOLEAN, (pool, v) -> pool.redis = v),
  REDIS_AUTH("redis_auth", PasswordType::read, Nesting.MAPPING, (pool, v) -> pool.redisAuth = v),
  SERVER_AUTH("server_auth", ServerAuthType::read, Nesting.ANY, (pool, v) -> pool.serverAuth = v),
  USERS("users", UsersType::read, Nesting.ANY, (pool, v) -> pool.users = v),
  CUSTOM_COMMANDS(
      "custom_commands",
      CustomCommandsType::read,
      Nesting.ANY,
      (pool, v) -> pool.customCommands = v),
  HTTP("http", ValueType.BOOLEAN, (pool, v) -> pool.http = v),
  HTTP_SCRIPTS("http_scripts", ValueType.PATH, (pool, v) -> pool.httpScripts = v),
  REDIS_DB("redis_db", ValueType.NUMBER, (pool, v) -> pool.redisDb = v),
  REDIS_DATABASES(
      "redis_databases",
      ValueType.numberBetween(1, PoolConfig.MOST_REDIS_DATABASES),
      (pool, v) -> pool.redisDatabases = v),
  LEASED_CONNECTIONS(
      "leased_connections",
      ValueType.numberBetween(1, PoolConfig.MOST_LEASED_CONNECTIONS),
      (pool, v) -> pool.leasedConnections = v),
  PRECONNECT("preconnect", ValueType.BOOLEAN, (pool, v) -> pool.preconnect = v),
  TCPKEEPALIVE("tcpkeepalive", ValueType.BOOLEAN, (pool, v) -> pool.tcpkeepalive = v),
  REUSEPORT("reuseport", ValueType.BOOLEAN, (pool, v) -> pool.reuseport = v),
  AUTO_EJECT_HOSTS("auto_eject_hosts", ValueType.BOOLEAN, (pool, v) -> pool.autoEjectHosts = v),
  SERVER_CONNECTIONS(
      "server_connections", ValueType.NUMBER, (pool, v) -> pool.serverConnections = v),
  SERVER_RETRY_TIMEOUT(
      "server_retry_timeout", ValueType.NUMBER, (pool, v) -> pool.serverRetryTimeoutMs = v),
  SERVER_FAILURE_LIMIT(
      "server_failure_limit", ValueType.NUMBER, (pool, v) -> pool.serverFailureLimit = v),
  SERVER_PROBE("server_probe", ValueType.BOOLEAN, (pool, v) -> pool.serverProbe = v),
  FAILURE_POLICY(
      "failure_policy",
      ValueType.oneOf(List.of(FailurePolicy.values()), FailurePolicy::configName),
      (pool, v) -> pool.failurePolicy = v),
  MAX_REQUEST_SIZE(
      "max_request_size",
      ValueType.bytesBetween(PoolConfig.LEAST_MAX_REQUEST_SIZE, PoolConfig.MOST_MAX_REQUEST_SIZE),
      (pool, v) -> pool.maxRequestSize = v.intValue()),
  MAX_KEY_LENGTH(
      "max_key_length",
      ValueType.numberBetween(1, PoolConfig.MOST_MAX_KEY_LENGTH),
      (pool, v) -> pool.maxKeyLength = v),
  MAX_PIPELINE(
      "max_pipeline",
      ValueType.numberBetween(1, PoolConfig.MOST_MAX_PIPELINE),
      (pool, v) -> pool.maxPipeline = v),
  LATENCY_TRACKING("latency_tracking", ValueType.BOOLEAN, (pool, v) -> pool.latencyTracking = v),
  SLOWLOG_LOG_SLOWER_THAN(
      "slowlog_log_slower_than", ValueType.NUMBER, (pool, v) -> pool.slowlogLogSlowerThan = v),
  SLOWLOG_MAX_LEN(
      "slowlog_max_len",
      ValueType.numberBetween(0, PoolConfig.MOST_SLOWLOG_MAX_LEN),
      (pool, v) -> pool.slowlogMaxLen = v),
  SLOWLOG_VALUES("slowlog_values", ValueType.BOOLEAN, (pool, v) -> pool.slowlogValues = v),
  HOTKEYS_SAMPLE("hotkeys_sample", ValueType.NUMBER, (pool, v) -> pool.hotkeysSample = v);

  final String configName;
  private final Nesting nesting;
  private final NodeAssignment assignment;

  /** What a value may be, besides what twemproxy knows: a single one, or a sequence of such. */
  private enum Nesting {
    NONE,
    /** A mapping, too. */
    MAPPING,
    /** Anything, because twemproxy does not know the directive. */
    ANY
  }

  /** Reads a value and puts that into a draft; false when it was refused. */
  @FunctionalInterface
  private interface NodeAssignment {
    boolean assign(PoolDraft draft, Node value, Spot spot, Secrets secrets);
  }

  <T> Directive(String configName, ValueType<T> type, BiConsumer<PoolDraft, T> setter) {
    this(configName, NodeType.of(type), Nesting.NONE, setter);
  }

  <T> Directive(
      String configName, NodeType<T> type, Nesting nesting, BiConsumer<PoolDraft, T> setter) {
    this.configName = configName;
    this.nesting = nesting;
    this.assignment =
        (draft, node, spot, secrets) -> {
          T value = type.read(node, spot, secrets);
          if (value == null) {
            return false;
          }
          setter.accept(draft, value);
          return true;
        };
  }

  /** Reads a value and puts that into the draft; false when it was refused at the spot. */
  boolean assign(PoolDraft draft, Node value, Spot spot, Secrets secrets) {
    return assignment.assign(draft, value, spot, secrets);
  }

  /** Whether the value is read whole, whatever its style, as twemproxy reads none. */
  boolean takesNested(boolean isMapping) {
    return nesting == Nesting.ANY || (nesting == Nesting.MAPPING && isMapping);
  }

  static @Nullable Directive named(String configName) {
    return Arrays.stream(values())
        .filter(directive -> directive.configName.equals(configName))
        .findFirst()
        .orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(directive -> directive.configName).toList();
  }
}
