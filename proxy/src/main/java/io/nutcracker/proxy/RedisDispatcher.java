// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.redis.Handling;
import io.nutcracker.protocol.redis.InlineRequest;
import io.nutcracker.protocol.redis.Merge;
import io.nutcracker.protocol.redis.RedisArguments;
import io.nutcracker.protocol.redis.RedisCoalescer;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisFragmenter;
import io.nutcracker.protocol.redis.RedisKeys;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RedisRequestParser;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.protocol.redis.ShownRequest;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.CommandGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The requests of a Redis client. */
final class RedisDispatcher extends Dispatcher<RedisRequestParser> {
  /** Longer requests that are answered here are refused: Redis' own limit for inline ones. */
  private static final int MAX_ANSWERED_BYTES = 64 * 1024;

  private final Splitting<RedisFragmenter, RedisCoalescer> splitting;
  private final RedisKeys keys;
  private final RedisSession session;
  private final Clients clients;
  private final Scatter scatter;
  private final Transaction transaction;
  private final Subscriber subscriber;
  private Replies replies = Replies.ON;

  /** Which requests' responses the client wants. */
  private enum Replies {
    ON,
    OFF,
    SKIP_NEXT
  }

  /** Null if the client may do everything. */
  private @Nullable Permissions permissions;

  RedisDispatcher(ClientConnection client, Worker worker, WorkerPool pool, int maxKeyLength) {
    super(
        client,
        pool.pool(),
        new RedisRequestParser(
            maxKeyLength,
            pool.pool().config().maxRequestSize(),
            pool.pool().config().customCommands()));
    this.splitting = worker.redis();
    this.keys = worker.redisKeys();
    this.clients = pool.clients();
    this.session = new RedisSession(pool);
    this.scatter = new Scatter(client, worker, pool);
    this.transaction = new Transaction(client, pool.pool(), keys);
    this.subscriber = new Subscriber(client, worker, session, pool.subscriptions());
    parser.authenticated(session.isAuthenticated());
  }

  @Override
  boolean takeRequest(ReceiveBuffer received) {
    switch (parser.parse(received.in(), received.asideBytes())) {
      case INCOMPLETE -> {
        waitForMore(received);
        return false;
      }
      case REQUEST -> onRequest(received);
      case INLINE -> onInline(received);
      case REJECTED -> {
        reject();
        received.skip(parser.length());
      }
      case EMPTY -> received.skip(parser.length());
      case PROTOCOL_ERROR -> onProtocolError(parser.rejection());
    }
    resetParser();
    return true;
  }

  /** A line is rewritten into an array and goes on as one. */
  private void onInline(ReceiveBuffer received) {
    int length = parser.length();
    ByteBuf line = received.take(length);
    ByteBuf array = InlineRequest.rewrite(line, line.readerIndex(), length, line.alloc());
    line.release();
    if (array == null) {
      onProtocolError(InlineRequest.UNBALANCED_QUOTES);
      return;
    }
    parser.reset();
    switch (parser.parse(array, 0)) {
      case REQUEST -> dispatchTimed(array, array.readerIndex(), parser.length());
      case REJECTED -> reject();
      case PROTOCOL_ERROR -> onProtocolError(parser.rejection());
      case INCOMPLETE, EMPTY, INLINE -> {} // an empty line
    }
    array.release();
  }

  @Override
  void announce(ByteBuf in, int from, int length) {
    int key = parser.keyOffset();
    CommandGroup group = CommandGroups.of(parser.command());
    client.onRequest(group, in, from, length, key, key == 0 ? 0 : parser.keyLength());
  }

  @Override
  List<String> shown(byte[] start) {
    return ShownRequest.of(start, start.length, pool.config().slowlogValues());
  }

  @Override
  String clientName() {
    return session.name();
  }

  private void reject() {
    transaction.refuse(parser.isFor(RedisCommand.EXEC), parser.rejection());
  }

  private void onProtocolError(String error) {
    client.onProtocolError(RedisReplies.error(error), error);
  }

  @Override
  void dispatch(ByteBuf in, int from, int length) {
    if (replies == Replies.SKIP_NEXT) {
      dispatchMuted(in, from, length);
    } else {
      decide(in, from, length);
    }
  }

  private void dispatchMuted(ByteBuf in, int from, int length) {
    replies = Replies.ON;
    client.mute(true);
    decide(in, from, length);
    client.mute(replies == Replies.OFF);
    if (client.hasPostponed()) {
      replies = Replies.SKIP_NEXT;
    }
  }

  private void decide(ByteBuf in, int from, int length) {
    RedisCommand command = parser.command();
    if (permissions != null && refuse(permissions, command, in, from)) {
      return;
    }
    if (!session.isAuthenticated() && !RedisSession.isForAnyone(command)) {
      client.reply(RedisReplies.NOAUTH);
    } else if (transaction.isOpen() && !Transaction.mayInterrupt(command)) {
      transaction.queue(command, parser.elements(), in, from, length);
    } else if (subscriber.isListening() && subscriber.refuses(command)) {
      client.reply(RedisReplies.onlyListening(RedisArguments.commandName(in, from)));
    } else {
      handle(command, in, from, length);
    }
  }

  private boolean refuse(Permissions permissions, RedisCommand command, ByteBuf in, int from) {
    String refusal = permissions.refusal(command, parser.elements(), in, from);
    if (refusal != null) {
      transaction.refuse(command == RedisCommand.EXEC, refusal);
    }
    return refusal != null;
  }

  private void handle(RedisCommand command, ByteBuf in, int from, int length) {
    switch (command.handling()) {
      case LOCAL -> answer(command, in, from, length);
      case FORWARD -> forward(in, from, length);
      case TOGETHER -> forwardTogether(command, in, from, length);
      case SPLIT -> {
        if (parser.hasSeveralKeys()) {
          split(command, in, from, length);
        } else {
          forward(in, from, length);
        }
      }
      case BROADCAST -> scatter.broadcast(command, parser.elements(), in, from, length);
      case ONE_BY_ONE -> scatter.scan(parser.elements(), in, from, length);
      case BLOCKING -> forwardTogether(command, in, from, length);
      case REPLICATION -> awaitReplicas(in, from, length);
      case TRANSACTION -> transact(command, in, from, length);
      case PUBLICATION -> publish(in, from, length);
      case SUBSCRIPTION -> subscribe(command, in, from);
    }
  }

  private void forward(ByteBuf in, int from, int length) {
    KeyRouter router = client.router();
    int key = from + parser.keyOffset();
    int index =
        parser.keyOffset() == 0
            ? ServerPool.keylessServer(router)
            : router.serverIndex(in, key, key + parser.keyLength());
    forward(index, in, from, length);
  }

  /** A request whose keys must live on one server. */
  private void forwardTogether(RedisCommand command, ByteBuf in, int from, int length) {
    KeyRouter router = client.router();
    keys.find(in, from, command, parser.elements(), router);
    if (!keys.areTogether() && pool.placesKeys()) {
      client.reply(RedisReplies.error(keys.crossSlot()));
      return;
    }
    int index = keys.isAny() ? keys.server() : ServerPool.keylessServer(router);
    if (command.handling() == Handling.BLOCKING || keys.blocks()) {
      block(index, in, from, length);
    } else {
      forward(index, in, from, length);
    }
  }

  /** A request that may wait for data: after all earlier ones, and on a connection of its own. */
  private void block(int serverIndex, ByteBuf in, int from, int length) {
    if (client.postponedUntilAnswered(in, from, length)) {
      return;
    }
    ServerConnection lease = client.leases().take(serverIndex, session.lane(), true);
    if (lease == null) {
      client.postpone(client.leases().bottleneck(serverIndex), in, from, length);
    } else {
      client.countFor(CommandGroup.BLOCKING);
      lease.forward(client.enqueueLeased(lease), in, from, length);
      client.block();
    }
  }

  private void awaitReplicas(ByteBuf in, int from, int length) {
    if (client.postponedUntilAnswered(in, from, length)) {
      return;
    }
    var taken = new ArrayList<ServerConnection>();
    for (int server = 0; server < pool.servers().size(); server++) {
      ServerConnection lease = client.leases().take(server, session.lane(), true);
      if (lease == null) {
        taken.forEach(client.leases()::give);
        client.postpone(client.leases().bottleneck(server), in, from, length);
        return;
      }
      taken.add(lease);
    }
    client.enqueueWait().send(taken, in, from, length);
    client.block();
  }

  private void publish(ByteBuf in, int from, int length) {
    int channel = from + parser.keyOffset();
    forward(
        pool.channelRouter().serverIndex(in, channel, channel + parser.keyLength()),
        in,
        from,
        length);
  }

  private void subscribe(RedisCommand command, ByteBuf in, int from) {
    subscriber.change(command, RedisArguments.of(in, from, parser.elements()));
  }

  private void transact(RedisCommand command, ByteBuf in, int from, int length) {
    switch (command) {
      case MULTI -> transaction.multi();
      case EXEC -> transaction.exec(in, from, length);
      case DISCARD -> transaction.discard();
      case WATCH -> transaction.watch(session.lane(), parser.elements(), in, from, length);
      case UNWATCH -> transaction.unwatch();
      default -> throw new AssertionError(command);
    }
  }

  private void forward(int serverIndex, ByteBuf in, int from, int length) {
    ServerConnection server = client.serverConnection(serverIndex);
    if (!client.postponed(server, in, from, length)) {
      server.forward(client.enqueueRequest(), in, from, length);
    }
  }

  private void split(RedisCommand command, ByteBuf in, int from, int length) {
    Merge merge = requireNonNull(command.merge());
    RedisFragmenter fragmenter = splitting.fragmenter();
    fragmenter.split(in, from, command, parser.elements(), client.router(), pool.servers().size());
    if (!client.postponed(fragmenter, in, from, length)) {
      SplitRequest<RedisCoalescer> request = client.enqueue(splitting.requests().take());
      request.coalescer().start(merge, fragmenter);
      request.forward(fragmenter, client);
    }
  }

  private void answer(RedisCommand command, ByteBuf in, int from, int length) {
    switch (command) {
      case PING -> {
        if (subscriber.isListening() && session.version() == RespVersion.RESP2) {
          client.reply(subscriber.pong(RedisArguments.of(in, from, parser.elements())));
        } else {
          echo(in, from);
        }
      }
      case ECHO -> echo(in, from);
      case INFO -> info(in, from, length);
      case QUIT -> {
        client.reply(RedisReplies.OK);
        client.end(CloseReason.QUIT);
      }
      default -> answerForSession(command, in, from, length);
    }
  }

  /** What only the servers know, whoever may not do everything is not told. */
  private void info(ByteBuf in, int from, int length) {
    boolean mayTellKeyspace = length <= MAX_ANSWERED_BYTES && permissions == null;
    List<String> names =
        mayTellKeyspace ? RedisArguments.of(in, from, parser.elements()) : List.of();
    if (RedisInfo.tellsKeyspace(names)) {
      scatter.keyspace(heading(names), session.version(), in, from, length);
    } else {
      answerForSession(RedisCommand.INFO, in, from, length);
    }
  }

  private String heading(List<String> names) {
    String sections = session.sections(names);
    return sections.isEmpty() ? "" : sections + "\r\n";
  }

  private void answerForSession(RedisCommand command, ByteBuf in, int from, int length) {
    if (length > MAX_ANSWERED_BYTES) {
      client.reply(RedisReplies.TOO_LONG);
    } else if (transaction.isUnderWay() && RedisSession.changesLane(command)) {
      client.reply(RedisReplies.TRANSACTION_UNDER_WAY);
    } else if (!RedisSession.waitsForEarlier(command)
        || !client.postponedUntilAnswered(in, from, length)) {
      if (command == RedisCommand.RESET) {
        transaction.end();
        subscriber.close();
      }
      answer(command, RedisArguments.of(in, from, parser.elements()));
    }
  }

  private void answer(RedisCommand command, List<String> arguments) {
    boolean isReply =
        command == RedisCommand.CLIENT
            && arguments.size() == 2
            && arguments.getFirst().equalsIgnoreCase("REPLY");
    if (isReply) {
      changeReplies(arguments.get(1));
      return;
    }
    client.reply(session.answer(command, arguments, client::remoteAddress));
    client.take(session.lane());
    parser.authenticated(session.isAuthenticated());
    permissions = session.permissions();
    clients.put(session.info(client.remoteAddress()), client::kill);
  }

  /** The last element of the request, as it stands there, is the response. */
  private void echo(ByteBuf in, int from) {
    if (parser.elements() == 1) {
      client.reply(RedisReplies.PONG);
    } else {
      int element = parser.keyElementOffset();
      client.reply(in, from + element, parser.length() - element);
    }
  }

  /** CLIENT REPLY ON, OFF or SKIP. */
  private void changeReplies(String wanted) {
    switch (wanted.toUpperCase(Locale.ROOT)) {
      case "ON" -> {
        client.mute(false);
        client.reply(RedisReplies.OK);
        replies = Replies.ON;
      }
      case "OFF" -> {
        client.mute(true);
        replies = Replies.OFF;
      }
      case "SKIP" -> {
        if (replies == Replies.ON) {
          replies = Replies.SKIP_NEXT;
        }
      }
      default -> client.reply(RedisReplies.SYNTAX_ERROR);
    }
  }

  @Override
  void open() {
    clients.put(session.info(client.remoteAddress()), client::kill);
  }

  @Override
  int heldBytes() {
    return (int) transaction.queuedBytes();
  }

  @Override
  void close() {
    clients.remove(session.id());
    transaction.close();
    subscriber.close();
  }

  @Override
  byte[] error(ServerFailure failure) {
    return RedisReplies.error("ERR " + failure.text());
  }
}
