// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.ServerAuth;
import io.nutcracker.protocol.redis.RespVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server is told before the first request on a new connection: AUTH, then HELLO 3 for RESP3
 * clients, then SELECT. A connection that is a probe ends with a request that any healthy server
 * answers.
 *
 * <p>As twemproxy, a refused password is left for the clients to see: each request gets the
 * server's own {@code -NOAUTH}. Unlike twemproxy, a refused database fails the connection: the
 * requests would take effect in another database. So does a refused HELLO (Redis before 6 does not
 * know it): the replies would have another shape than their clients expect.
 */
final class Handshake {
  private static final Logger log = LoggerFactory.getLogger(Handshake.class);

  private final boolean redis;
  private final @Nullable ServerAuth auth;
  private final int db;
  private boolean authPending;
  private boolean helloPending;
  private boolean selectPending;
  private boolean probePending;

  Handshake(
      boolean redis, @Nullable ServerAuth auth, RespVersion version, int db, boolean isProbe) {
    this.redis = redis;
    this.auth = auth;
    this.db = db;
    this.authPending = auth != null;
    this.helloPending = version == RespVersion.RESP3;
    this.selectPending = db > 0;
    this.probePending = isProbe;
  }

  /** For a connection that requests will use. */
  static Handshake of(PoolConfig config, Lane lane) {
    return of(config, lane.version(), lane.db(), false);
  }

  /** For a connection that finds out whether the server is healthy. */
  static Handshake probe(PoolConfig config) {
    return of(config, RespVersion.RESP2, config.redisDb(), true);
  }

  private static Handshake of(PoolConfig config, RespVersion version, int db, boolean isProbe) {
    int selected = config.redis() ? db : 0;
    return new Handshake(config.redis(), config.authForServers(), version, selected, isProbe);
  }

  /** Whether every step has been answered. */
  boolean isDone() {
    return !authPending && !helloPending && !selectPending && !probePending;
  }

  /** All steps, pipelined. */
  ByteBuf request(ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(128);
    if (auth != null && auth.user() != null) {
      append(out, "AUTH", auth.user(), auth.password());
    } else if (auth != null) {
      append(out, "AUTH", auth.password());
    }
    if (helloPending) {
      append(out, "HELLO", "3");
    }
    if (db > 0) {
      append(out, "SELECT", Integer.toString(db));
    }
    if (probePending) {
      out.writeCharSequence(redis ? "*1\r\n$4\r\nPING\r\n" : "version\r\n", US_ASCII);
    }
    return out;
  }

  private static void append(ByteBuf out, String... words) {
    out.writeCharSequence("*" + words.length + "\r\n", UTF_8);
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      out.writeCharSequence("$" + bytes.length + "\r\n", UTF_8);
      out.writeBytes(bytes);
      out.writeCharSequence("\r\n", UTF_8);
    }
  }

  /** Redis says so by the first byte; memcached is only asked for its version. */
  private boolean isError(ByteBuf response) {
    byte first = response.getByte(response.readerIndex());
    return redis ? first == '-' : first != 'V';
  }

  /**
   * The server's answer to the next step.
   *
   * @return why the connection is of no use, or null
   */
  @Nullable ServerFailure onResponse(ByteBuf response, String pool, String server) {
    boolean error = isError(response);
    String text = error ? response.toString(UTF_8).substring(redis ? 1 : 0).trim() : "";
    if (authPending) {
      authPending = false;
      if (error) {
        log.warn("AUTH failed on {} | {}: {}", pool, server, text);
      }
      return null;
    }
    if (helloPending) {
      helloPending = false;
      return onRefusal(error, "HELLO 3", ServerFailure.NO_RESP3, pool, server, text);
    }
    if (selectPending) {
      selectPending = false;
      return onRefusal(error, "SELECT " + db, ServerFailure.NO_DATABASE, pool, server, text);
    }
    probePending = false;
    return !error || text.startsWith("NOAUTH") ? null : ServerFailure.NOT_READY;
  }

  /** Without a valid password every request is refused anyway, whatever the database. */
  private static @Nullable ServerFailure onRefusal(
      boolean error, String step, ServerFailure failure, String pool, String server, String text) {
    if (!error) {
      return null;
    }
    log.warn("{} failed on {} | {}: {}", step, pool, server, text);
    return text.startsWith("NOAUTH") ? null : failure;
  }
}
