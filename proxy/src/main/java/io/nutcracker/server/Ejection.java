// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.nutcracker.config.FailurePolicy;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.hashkit.KeyRouter;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code auto_eject_hosts}: which servers of a pool are left out because they fail, for all workers
 * alike.
 *
 * <p>As twemproxy, every connection that fails counts, and a response sets the count back; at
 * {@code server_failure_limit} the server is ejected, and after {@code server_retry_timeout} the
 * next request lets it back. With {@code server_probe} only {@link #onProbed} does.
 *
 * <p>What becomes of its keys is the {@code failure_policy}: either the continuum is made anew
 * without it, or it stays, and requests for the server fail at once. When no server is left they
 * fail at once, too.
 *
 * <p>Requests read one reference. Failures are rare: they take a lock.
 */
final class Ejection {
  private static final Logger log = LoggerFactory.getLogger(Ejection.class);

  private final PoolConfig config;
  private final int limit;
  private final long retryNanos;

  /** Makes the router over all servers but those with these indices. */
  private final Function<BitSet, KeyRouter> routers;

  /** Failed connections of each server since its last response. */
  private final AtomicIntegerArray failures;

  /** When each ejected server may come back. */
  private final long[] returnNanos;

  private volatile LiveServers live;

  /**
   * @param routers makes the router over all servers but those with these indices; at least one is
   *     left
   */
  Ejection(PoolConfig config, Function<BitSet, KeyRouter> routers) {
    int servers = config.servers().size();
    this.config = config;
    this.limit = Math.max(config.serverFailureLimit(), 1);
    this.retryNanos = TimeUnit.MILLISECONDS.toNanos(config.serverRetryTimeoutMs());
    this.routers = routers;
    this.failures = new AtomicIntegerArray(servers);
    this.returnNanos = new long[servers];
    this.live = new LiveServers(routers.apply(new BitSet()), new BitSet(), 0);
  }

  /** The servers that take part, as was found out last. */
  LiveServers live() {
    return live;
  }

  /** The servers that take part now: those whose time has passed are let back first. */
  LiveServers live(long nowNanos) {
    LiveServers known = live;
    return known.isReturnDue(nowNanos) && !config.serverProbe() ? letBack(nowNanos) : known;
  }

  /** How long until an ejected server may come back. */
  synchronized long nanosUntilReturn(Server server, long nowNanos) {
    return Math.max(0, returnNanos[server.index()] - nowNanos);
  }

  private synchronized LiveServers letBack(long nowNanos) {
    var due = new BitSet();
    live.ejected().stream().filter(server -> returnNanos[server] - nowNanos <= 0).forEach(due::set);
    readmit(due);
    return live;
  }

  /** A server has answered a request. */
  void onResponse(Server server) {
    if (failures.getOpaque(server.index()) != 0) {
      failures.set(server.index(), 0);
    }
  }

  /**
   * A connection to a server has failed while somebody needed it.
   *
   * @return whether this got the server ejected
   */
  boolean onFailure(Server server, ServerFailure failure, long nowNanos) {
    return config.autoEjectHosts() && countFailure(server, failure, nowNanos);
  }

  private synchronized boolean countFailure(Server server, ServerFailure failure, long nowNanos) {
    int index = server.index();
    if (live.isEjected(index) || failures.incrementAndGet(index) < limit) {
      return false;
    }
    failures.set(index, 0);
    returnNanos[index] = nowNanos + retryNanos;
    BitSet ejected = live.ejected();
    ejected.set(index);
    publish(ejected);
    log.warn(
        "pool '{}': server '{}' ejected for {} ms, failures: {}, the last: {}",
        config.name(),
        server.config().name(),
        config.serverRetryTimeoutMs(),
        limit,
        failure.text());
    return true;
  }

  /** An ejected server has answered a probe. */
  synchronized void onProbed(Server server) {
    var answered = new BitSet();
    answered.set(server.index());
    readmit(answered);
  }

  private void readmit(BitSet back) {
    BitSet ejected = live.ejected();
    ejected.andNot(back);
    publish(ejected);
    back.stream()
        .mapToObj(config.servers()::get)
        .forEach(
            server -> log.warn("pool '{}': server '{}' is back", config.name(), server.name()));
  }

  /** As twemproxy: when no server is left, the last continuum stays. */
  private void publish(BitSet ejected) {
    boolean stays =
        config.failurePolicy() == FailurePolicy.FAIL_FAST
            || ejected.cardinality() == config.servers().size();
    KeyRouter router = stays ? live.router() : routers.apply(ejected);
    live = new LiveServers(router, ejected, nextReturnNanos(ejected));
  }

  /** Times are compared by their difference: they may wrap. */
  private long nextReturnNanos(BitSet ejected) {
    return ejected.stream()
        .mapToLong(server -> returnNanos[server])
        .reduce((a, b) -> a - b < 0 ? a : b)
        .orElse(0);
  }
}
