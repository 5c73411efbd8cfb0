// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import io.nutcracker.config.PoolDraft.Item;
import io.nutcracker.hashkit.Distribution;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Set;

/**
 * Understands the directives of one pool and checks that they fit together. A directive that was
 * refused is not held against the others: {@code redis: yes} is one problem even when a {@code
 * redis_auth} follows.
 */
final class PoolReader {
  private static final Set<Directive> ONLY_FOR_REDIS =
      EnumSet.of(
          Directive.REDIS_AUTH,
          Directive.SERVER_AUTH,
          Directive.USERS,
          Directive.HTTP,
          Directive.HTTP_SCRIPTS);

  private final RawConfig.Pool raw;

  /** The pool's name in the file. */
  private final Spot spot;

  private final Secrets secrets;
  private final PoolDraft draft;
  private final Set<Directive> refused = EnumSet.noneOf(Directive.class);

  private PoolReader(RawConfig.Pool raw, Findings findings, Secrets secrets) {
    this.raw = raw;
    this.spot = findings.at(raw.name());
    this.secrets = secrets;
    this.draft = new PoolDraft(raw.name());
  }

  /** The pool as far as it can be understood. */
  static PoolDraft read(
      RawConfig.Pool raw, Findings findings, HostResolver resolver, Secrets secrets) {
    var reader = new PoolReader(raw, findings, secrets);
    reader.sequences();
    raw.directives().forEach(reader::directive);
    reader.requireListenAndServers();
    reader.requireHostOfListen(resolver);
    reader.requireServerConnections();
    reader.requireRedis();
    reader.requireOneDefaultUser();
    reader.requireRedisDbAmongDatabases();
    reader.requireDifferentServerNames();
    reader.warnings();
    return reader.draft;
  }

  /**
   * As twemproxy: a pool holds exactly one sequence, usually its servers. When that is another
   * directive's, {@code servers} may be a single value.
   */
  private void sequences() {
    var sequences = raw.directives().stream().filter(RawConfig.Directive::isSequence).toList();
    for (var second : sequences.stream().skip(1).toList()) {
      at(second).refuse(null, "is a second sequence; a pool has only one, its servers");
    }
    if (sequences.isEmpty()) {
      raw.directives().stream()
          .filter(directive -> directive.key().text().equals(Directive.SERVERS.configName))
          .filter(directive -> !directive.values().isEmpty())
          .findFirst()
          .ifPresent(
              servers -> at(servers).refuse(null, "must be a sequence, one '- server' per line"));
    }
  }

  private void directive(RawConfig.Directive entry) {
    Directive directive = Directive.named(entry.key().text());
    if (directive == null) {
      unknown(entry);
      return;
    }
    for (Node value : entry.values()) {
      value(directive, value, at(entry));
    }
    if (entry.values().isEmpty()) {
      draft.lines.putIfAbsent(directive, entry.key().line());
      refused.add(directive);
    }
  }

  /** Without its value: a misspelt redis_auth is a secret, too. */
  private void unknown(RawConfig.Directive entry) {
    String suggestion = Suggestion.of(entry.key().text(), Directive.names());
    at(entry)
        .refuse(
            null,
            suggestion.isEmpty()
                ? "is not one of " + Directive.names()
                : "is not a known directive" + suggestion);
  }

  private void value(Directive directive, Node value, Spot key) {
    Integer earlier = draft.lines.putIfAbsent(directive, value.line());
    if (earlier != null && directive != Directive.SERVERS) {
      key.line(value.line())
          .refuse(null, "is given a second time; the first is in line " + earlier);
    } else if (value instanceof Scalar scalar && scalar.text().isEmpty()) {
      refused.add(directive);
      key.refuse(null, "has no value");
    } else if (!directive.assign(draft, value, key.line(value.line()), secrets)) {
      refused.add(directive);
    }
  }

  private void requireListenAndServers() {
    for (var directive : EnumSet.of(Directive.LISTEN, Directive.SERVERS)) {
      if (!draft.lines.containsKey(directive)) {
        spot.key(directive.configName).refuse(null, "is missing");
      }
    }
  }

  private void requireHostOfListen(HostResolver resolver) {
    ListenAddress listen = draft.listen;
    if (listen != null
        && listen.endpoint() instanceof Endpoint.Tcp tcp
        && !resolver.resolves(tcp.host())) {
      at(Directive.LISTEN).refuse(listen.text(), "has a host that cannot be resolved");
    }
  }

  private void requireServerConnections() {
    if (draft.serverConnections == 0) {
      at(Directive.SERVER_CONNECTIONS).refuse(null, "cannot be 0");
    }
  }

  /** For what would do nothing in a memcached pool, and is about who may do what. */
  private void requireRedis() {
    if (draft.redis || refused.contains(Directive.REDIS)) {
      return;
    }
    for (var directive : ONLY_FOR_REDIS) {
      if (draft.lines.containsKey(directive) && !refused.contains(directive)) {
        at(directive).refuse(null, "is only valid for a redis pool ('redis: true')");
      }
    }
  }

  private void requireOneDefaultUser() {
    boolean isNamed = draft.users.stream().anyMatch(user -> user.name().equals(UserConfig.DEFAULT));
    if (isNamed && draft.redisAuth != null) {
      at(Directive.USERS)
          .refuse(
              UserConfig.DEFAULT,
              "is already the user of redis_auth in line " + draft.line(Directive.REDIS_AUTH));
    }
  }

  private void requireRedisDbAmongDatabases() {
    if (draft.redisDatabases > 1 && draft.redisDb >= draft.redisDatabases) {
      at(Directive.REDIS_DB)
          .refuse(
              Integer.toString(draft.redisDb),
              "is not one of the " + draft.redisDatabases + " redis_databases; the first is 0");
    }
  }

  private void requireDifferentServerNames() {
    var named = new HashMap<String, Integer>();
    for (Item item : draft.servers) {
      Integer earlier = named.putIfAbsent(item.server().name(), item.line());
      if (earlier != null) {
        at(Directive.SERVERS)
            .line(item.line())
            .refuse(item.server().name(), "is already the name of the server in line " + earlier);
      }
    }
  }

  private void warnings() {
    if (draft.distribution.crowdsOneServer(draft.hash) && draft.servers.size() > 1) {
      at(Directive.HASH)
          .warn(
              draft.hash.configName(),
              "with ketama sends all keys to one server: it gives 15 bits, the ring has 32;"
                  + " crc32a gives 32");
    }
    if (!draft.autoEjectHosts) {
      warnWithoutEjection(Directive.SERVER_PROBE, draft.serverProbe);
      warnWithoutEjection(Directive.FAILURE_POLICY, draft.failurePolicy == FailurePolicy.FAIL_FAST);
    }
    if (draft.distribution == Distribution.RANDOM && weights() > 1) {
      at(Directive.DISTRIBUTION)
          .warn(draft.distribution.configName(), "ignores the weights of the servers");
    }
    warnOfScripts();
    if (draft.redisDb != 0 && !draft.redis) {
      at(Directive.REDIS_DB).warn(null, "has no effect in a memcached pool");
    }
    if (draft.redisDatabases != 1 && !draft.redis) {
      at(Directive.REDIS_DATABASES).warn(null, "has no effect in a memcached pool");
    }
    for (var directive : EnumSet.of(Directive.LEASED_CONNECTIONS, Directive.CUSTOM_COMMANDS)) {
      if (draft.lines.containsKey(directive) && !draft.redis) {
        at(directive).warn(null, "has no effect in a memcached pool");
      }
    }
  }

  private void warnOfScripts() {
    if (draft.httpScripts != null && !draft.http) {
      at(Directive.HTTP_SCRIPTS).warn(null, "has no effect without 'http: true'");
    }
  }

  private void warnWithoutEjection(Directive directive, boolean isGiven) {
    if (isGiven) {
      at(directive).warn(null, "has no effect without auto_eject_hosts");
    }
  }

  private long weights() {
    return draft.servers.stream().mapToInt(item -> item.server().weight()).distinct().count();
  }

  private Spot at(RawConfig.Directive directive) {
    return spot.line(directive.key().line()).key(directive.key().text());
  }

  private Spot at(Directive directive) {
    return spot.line(draft.line(directive)).key(directive.configName);
  }
}
