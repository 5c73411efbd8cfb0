// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.nutcracker.config.PoolConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server is told before the first request on a new connection: AUTH, then SELECT. A
 * connection that is a probe ends with a request that any healthy server answers.
 *
 * <p>As twemproxy, a refused password is left for the clients to see: each request gets the
 * server's own {@code -NOAUTH}. Unlike twemproxy, a refused database fails the connection: the
 * requests would take effect in another database.
 */
final class Handshake {
  private static final Logger log = LoggerFactory.getLogger(Handshake.class);

  private final boolean redis;
  private final @Nullable String password;
  private final int db;
  private boolean authPending;
  private boolean selectPending;
  private boolean probePending;

  Handshake(boolean redis, @Nullable String password, int db, boolean isProbe) {
    this.redis = redis;
    this.password = password;
    this.db = db;
    this.authPending = password != null;
    this.selectPending = db > 0;
    this.probePending = isProbe;
  }

  /** For a connection that requests will use. */
  static Handshake of(PoolConfig config) {
    return of(config, false);
  }

  /** For a connection that finds out whether the server is healthy. */
  static Handshake probe(PoolConfig config) {
    return of(config, true);
  }

  private static Handshake of(PoolConfig config, boolean isProbe) {
    int db = config.redis() ? config.redisDb() : 0;
    return new Handshake(config.redis(), config.redisAuth(), db, isProbe);
  }

  /** Whether every step has been answered. */
  boolean isDone() {
    return !authPending && !selectPending && !probePending;
  }

  /** All steps, pipelined. */
  ByteBuf request(ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(128);
    if (password != null) {
      append(out, "AUTH", password);
    }
    if (db > 0) {
      append(out, "SELECT", Integer.toString(db));
    }
    if (probePending) {
      out.writeCharSequence(redis ? "*1\r\n$4\r\nPING\r\n" : "version\r\n", US_ASCII);
    }
    return out;
  }

  private static void append(ByteBuf out, String command, String argument) {
    byte[] bytes = argument.getBytes(UTF_8);
    out.writeCharSequence(
        "*2\r\n$" + command.length() + "\r\n" + command + "\r\n$" + bytes.length + "\r\n", UTF_8);
    out.writeBytes(bytes);
    out.writeCharSequence("\r\n", UTF_8);
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
    if (!selectPending) {
      probePending = false;
      return !error || text.startsWith("NOAUTH") ? null : ServerFailure.NOT_READY;
    }
    selectPending = false;
    if (!error) {
      return null;
    }
    log.warn("SELECT {} failed on {} | {}: {}", db, pool, server, text);
    // Without a valid password every request is refused, whatever the database.
    return text.startsWith("NOAUTH") ? null : ServerFailure.NO_DATABASE;
  }
}
