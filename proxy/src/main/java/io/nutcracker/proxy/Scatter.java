// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.redis.Gathering;
import io.nutcracker.protocol.redis.RedisArguments;
import io.nutcracker.protocol.redis.RedisBroadcast;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisGatherer;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.protocol.redis.ScanCursor;
import io.nutcracker.server.LiveServers;
import io.nutcracker.server.ServerConnection;
import java.util.Locale;
import java.util.function.Consumer;

/** A client's requests about everything in the pool: for all servers at once, or one by one. */
final class Scatter {
  private static final ByteBuf INFO_KEYSPACE =
      RedisArguments.request("*2\r\n$4\r\nINFO\r\n$8\r\nkeyspace\r\n");

  private final ClientConnection client;
  private final Worker worker;
  private final WorkerPool pool;

  Scatter(ClientConnection client, Worker worker, WorkerPool pool) {
    this.client = client;
    this.worker = worker;
    this.pool = pool;
  }

  private int servers() {
    return pool.pool().servers().size();
  }

  /** Sends it to every server. */
  void broadcast(RedisCommand command, int elements, ByteBuf in, int from, int length) {
    String subcommand = RedisArguments.first(in, from, elements);
    Gathering gathering = command.gathering(subcommand.toUpperCase(Locale.ROOT));
    if (gathering == null) {
      client.reply(RedisReplies.unknownSubcommand(subcommand, command.name()));
      return;
    }
    RedisBroadcast fragments = worker.broadcasting().fragmenter();
    fragments.start(in, from, length, servers());
    if (!client.postponed(fragments, in, from, length)) {
      gather(fragments, gatherer -> gatherer.start(gathering, servers()));
    }
  }

  /**
   * Asks every server for its keyspace.
   *
   * @param heading what the reply begins with
   * @param in the client's request: {@code in[from, from + length)}
   */
  void keyspace(String heading, RespVersion version, ByteBuf in, int from, int length) {
    RedisBroadcast fragments = worker.broadcasting().fragmenter();
    fragments.start(INFO_KEYSPACE, 0, INFO_KEYSPACE.readableBytes(), servers());
    if (!client.postponed(fragments, in, from, length)) {
      gather(fragments, gatherer -> gatherer.startKeyspace(heading, version, servers()));
    }
  }

  private void gather(RedisBroadcast fragments, Consumer<RedisGatherer> start) {
    SplitRequest<RedisGatherer> request = client.enqueue(worker.broadcasting().requests().take());
    start.accept(request.coalescer());
    request.forward(fragments, client);
  }

  /** Sends it to the server at which the client's cursor is. */
  void scan(int elements, ByteBuf in, int from, int length) {
    ScanCursor sent = ScanCursor.of(RedisArguments.first(in, from, elements), servers());
    if (sent == null) {
      client.reply(RedisReplies.INVALID_CURSOR);
      return;
    }
    ScanCursor cursor = skipEjected(sent);
    if (cursor.server() == servers()) {
      client.reply(RedisReplies.SCAN_END);
      return;
    }
    ServerConnection server = client.serverConnection(cursor.server());
    if (!client.postponed(server, in, from, length)) {
      ByteBuf request = RedisArguments.withFirst(in, from, length, elements, cursor.ofServer());
      ClientRequest waiting = client.enqueue(new ScanRequest(worker, cursor, servers()));
      server.forward(waiting, request, 0, request.readableBytes());
      request.release();
    }
  }

  private ScanCursor skipEjected(ScanCursor cursor) {
    LiveServers live = pool.connections().live();
    ScanCursor next = cursor;
    while (next.server() < servers() && live.isEjected(next.server())) {
      next = next.after(0);
    }
    return next;
  }
}
