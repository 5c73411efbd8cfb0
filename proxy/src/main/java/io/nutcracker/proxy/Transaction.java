// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.redis.Handling;
import io.nutcracker.protocol.redis.RedisArguments;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisKeys;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.server.Lane;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerPool;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a client has said between MULTI and EXEC, and which keys it watches (redis.io,
 * "Transactions").
 *
 * <p>Requests are kept here until EXEC. Then all of them go to the server at once, between MULTI
 * and EXEC; since nothing comes between what is appended to a connection at once, that may be the
 * one that all clients share. Only WATCH needs a connection for this client alone, until EXEC,
 * DISCARD or UNWATCH, because the server remembers by connection who watches.
 *
 * <p>What the server would say of a request when it is queued (wrong number of arguments, unknown
 * command) is said here; the rest makes EXEC fail.
 */
final class Transaction {
  private static final ByteBuf MULTI = RedisArguments.request("*1\r\n$5\r\nMULTI\r\n");
  private static final ByteBuf EXEC = RedisArguments.request("*1\r\n$4\r\nEXEC\r\n");
  private static final ByteBuf UNWATCH = RedisArguments.request("*1\r\n$7\r\nUNWATCH\r\n");

  private static final int NO_SERVER = -1;

  private final ClientConnection client;
  private final ServerPool pool;
  private final RedisKeys keys;
  private final ArrayList<ByteBuf> queued = new ArrayList<>(0);
  private long queuedBytes;

  /** Whether MULTI has been said. */
  private boolean open;

  /** Whether a request was refused, so that EXEC will be. */
  private boolean failed;

  /** Where the keys of all requests live. */
  private int server = NO_SERVER;

  /** For errors. */
  private String firstKey = "";

  /** What watches; null if no key is watched. */
  private @Nullable ServerConnection lease;

  Transaction(ClientConnection client, ServerPool pool, RedisKeys keys) {
    this.client = client;
    this.pool = pool;
    this.keys = keys;
  }

  /** Whether requests are queued. */
  boolean isOpen() {
    return open;
  }

  /** Whether there is anything that another database or protocol would tear apart. */
  boolean isUnderWay() {
    return open || lease != null;
  }

  long queuedBytes() {
    return queuedBytes;
  }

  /** Whether this is not queued. */
  static boolean mayInterrupt(RedisCommand command) {
    return switch (command) {
      case MULTI, EXEC, DISCARD, WATCH, QUIT, RESET -> true;
      default -> false;
    };
  }

  /** A request, between MULTI and EXEC or elsewhere, gets this error. */
  void refuse(boolean isExec, String error) {
    if (isExec && open) {
      end();
      client.reply(RedisReplies.execAbort(error));
    } else {
      client.reply(RedisReplies.error(error));
      failed |= open;
    }
  }

  void multi() {
    client.reply(open ? RedisReplies.NESTED_MULTI : RedisReplies.OK);
    open = true;
  }

  /** A request between MULTI and EXEC. */
  void queue(RedisCommand command, int elements, ByteBuf in, int from, int length) {
    String refusal = refusal(command, elements, in, from, length);
    if (refusal != null) {
      refuse(false, refusal);
      return;
    }
    queued.add(client.sendBuffer().hold(in, from, length));
    queuedBytes += length;
    client.reply(RedisReplies.QUEUED);
  }

  private @Nullable String refusal(
      RedisCommand command, int elements, ByteBuf in, int from, int length) {
    if (queuedBytes + length > pool.config().maxRequestSize()) {
      return "ERR transaction larger than " + pool.config().maxRequestSize() + " bytes";
    }
    if (!isAllowed(command)) {
      String name = RedisArguments.commandName(in, from);
      return "ERR Command '" + name + "' is not allowed inside a transaction";
    }
    if (command.isLocal() || !command.hasKeys() || !pool.placesKeys()) {
      return null;
    }
    boolean isChannel = command.handling() == Handling.PUBLICATION;
    keys.find(in, from, command, elements, isChannel ? pool.channelRouter() : client.router());
    return keys.isAny() ? goesTogether() : null;
  }

  /** Commands that several servers would have to execute only where there is one server. */
  private boolean isAllowed(RedisCommand command) {
    return switch (command.handling()) {
      case FORWARD, TOGETHER, SPLIT, BLOCKING, PUBLICATION -> true;
      case BROADCAST, ONE_BY_ONE -> pool.servers().size() == 1;
      case LOCAL ->
          switch (command) {
            case PING, ECHO, TIME -> true;
            default -> false;
          };
      case TRANSACTION -> command == RedisCommand.UNWATCH;
      case REPLICATION, SUBSCRIPTION -> false;
    };
  }

  private @Nullable String goesTogether() {
    if (!keys.areTogether()) {
      return keys.crossSlot();
    }
    if (server == NO_SERVER) {
      server = keys.server();
      firstKey = keys.firstKey();
    }
    return server == keys.server() ? null : keys.crossSlot(firstKey);
  }

  /** Sends everything, unless the server has no room for it. */
  void exec(ByteBuf in, int from, int length) {
    if (!open) {
      client.reply(RedisReplies.EXEC_WITHOUT_MULTI);
    } else if (failed) {
      end();
      client.reply(RedisReplies.EXECABORT);
    } else if (queued.isEmpty() && lease == null) {
      end();
      client.reply(RedisReplies.EMPTY_ARRAY);
    } else {
      ServerConnection connection = lease == null ? client.serverConnection(target()) : lease;
      if (!client.postponed(connection, in, from, length)) {
        send(connection);
      }
    }
  }

  private int target() {
    return server == NO_SERVER ? ServerPool.keylessServer(client.router()) : server;
  }

  private void send(ServerConnection connection) {
    connection.forward(client.noreplyRequest(), MULTI, 0, MULTI.writerIndex());
    for (int i = 0; i < queued.size(); i++) {
      ByteBuf request = queued.get(i);
      connection.forward(
          client.noreplyRequest(), request, request.readerIndex(), request.readableBytes());
    }
    ClientRequest last = lease == null ? client.enqueueRequest() : client.enqueueLeased(connection);
    lease = null;
    connection.forward(last, EXEC, 0, EXEC.writerIndex());
    forget();
  }

  void discard() {
    client.reply(open ? RedisReplies.OK : RedisReplies.DISCARD_WITHOUT_MULTI);
    if (open) {
      end();
    }
  }

  /** The keys of {@code in[from, from + length)} will be watched by the server where all live. */
  void watch(Lane lane, int elements, ByteBuf in, int from, int length) {
    if (open) {
      client.reply(RedisReplies.WATCH_INSIDE_MULTI);
      return;
    }
    keys.find(in, from, RedisCommand.WATCH, elements, client.router());
    String refusal = pool.placesKeys() ? goesTogether() : null;
    if (refusal != null) {
      client.reply(RedisReplies.error(refusal));
    } else if (!client.postponedUntilAnswered(in, from, length)) {
      watchOn(keys.server(), lane, in, from, length);
    }
  }

  private void watchOn(int index, Lane lane, ByteBuf in, int from, int length) {
    server = index;
    if (lease == null) {
      lease = client.leases().take(index, lane, false);
    }
    if (lease == null) {
      client.postpone(client.leases().bottleneck(index), in, from, length);
    } else {
      lease.forward(client.enqueueRequest(), in, from, length);
      client.waitUntilAnswered(); // what the client reads next must not be older
    }
  }

  void unwatch() {
    unwatchKeys();
    client.reply(RedisReplies.OK);
  }

  /** Nothing is queued or watched any more. */
  void end() {
    forget();
    unwatchKeys();
  }

  private void unwatchKeys() {
    ServerConnection watching = lease;
    lease = null;
    if (!open) {
      server = NO_SERVER;
    }
    if (watching != null) {
      watching.forward(client.unwatchRequest(watching), UNWATCH, 0, UNWATCH.writerIndex());
    }
  }

  private void forget() {
    queued.forEach(ByteBuf::release);
    queued.clear();
    queuedBytes = 0;
    open = false;
    failed = false;
    server = NO_SERVER;
  }

  /** The client has gone. */
  void close() {
    forget();
    ServerConnection watching = lease;
    if (watching != null) {
      lease = null;
      client.leases().abandon(watching);
    }
  }
}
