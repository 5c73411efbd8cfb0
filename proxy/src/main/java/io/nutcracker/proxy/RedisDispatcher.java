// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.redis.InlineRequest;
import io.nutcracker.protocol.redis.Merge;
import io.nutcracker.protocol.redis.RedisArguments;
import io.nutcracker.protocol.redis.RedisCoalescer;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisFragmenter;
import io.nutcracker.protocol.redis.RedisKeys;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RedisRequestParser;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.server.ServerPool;

/** The requests of a Redis client. */
final class RedisDispatcher extends Dispatcher<RedisRequestParser> {
  /** Longer requests that are answered here are refused: Redis' own limit for inline ones. */
  private static final int MAX_ANSWERED_BYTES = 64 * 1024;

  private final Splitting<RedisFragmenter, RedisCoalescer> splitting;
  private final RedisKeys keys;
  private final RedisSession session;

  RedisDispatcher(
      ClientConnection client,
      Splitting<RedisFragmenter, RedisCoalescer> splitting,
      RedisKeys keys,
      ServerPool pool,
      int maxKeyLength) {
    super(client, pool, new RedisRequestParser(maxKeyLength, pool.config().maxRequestSize()));
    this.splitting = splitting;
    this.keys = keys;
    this.session = new RedisSession(pool);
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
        client.reply(RedisReplies.error(parser.rejection()));
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
      case REQUEST -> dispatch(array, array.readerIndex(), parser.length());
      case REJECTED -> client.reply(RedisReplies.error(parser.rejection()));
      case PROTOCOL_ERROR -> onProtocolError(parser.rejection());
      case INCOMPLETE, EMPTY, INLINE -> {} // an empty line
    }
    array.release();
  }

  private void onProtocolError(String error) {
    client.onProtocolError(RedisReplies.error(error), error);
  }

  @Override
  void dispatch(ByteBuf in, int from, int length) {
    RedisCommand command = parser.command();
    if (!session.isAuthenticated() && !RedisSession.isForAnyone(command)) {
      client.reply(RedisReplies.NOAUTH);
    } else if (command.isLocal()) {
      answer(command, in, from, length);
    } else if (parser.hasSeveralKeys()) {
      split(command, in, from, length);
    } else if (command.wantsKeysTogether()) {
      forwardTogether(command, in, from, length);
    } else {
      forward(in, from, length);
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
    if (keys.blocks()) {
      client.reply(RedisReplies.error("ERR a client of the proxy cannot wait with BLOCK"));
    } else if (keys.areTogether() || !pool.placesKeys()) {
      int index = keys.isAny() ? keys.server() : ServerPool.keylessServer(router);
      forward(index, in, from, length);
    } else {
      client.reply(RedisReplies.error(keys.crossSlot()));
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
      case PING, ECHO -> echo(in, from);
      case QUIT -> {
        client.reply(RedisReplies.OK);
        client.end(CloseReason.QUIT);
      }
      default -> answerForSession(command, in, from, length);
    }
  }

  private void answerForSession(RedisCommand command, ByteBuf in, int from, int length) {
    if (length > MAX_ANSWERED_BYTES) {
      client.reply(RedisReplies.TOO_LONG);
    } else if (!RedisSession.waitsForEarlier(command)
        || !client.postponedUntilAnswered(in, from, length)) {
      var arguments = RedisArguments.of(in, from, parser.elements());
      client.reply(session.answer(command, arguments, client::remoteAddress));
      client.take(session.lane());
      parser.authenticated(session.isAuthenticated());
    }
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

  @Override
  byte[] error(ServerFailure failure) {
    return RedisReplies.error("ERR " + failure.text());
  }
}
