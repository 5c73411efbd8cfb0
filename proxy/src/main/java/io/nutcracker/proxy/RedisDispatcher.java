// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.redis.InlineRequest;
import io.nutcracker.protocol.redis.Merge;
import io.nutcracker.protocol.redis.RedisCoalescer;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisFragmenter;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RedisRequestParser;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.server.ServerPool;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The requests of a Redis client. */
final class RedisDispatcher extends Dispatcher<RedisRequestParser> {
  /** A database as Redis reads it; none has more digits. */
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,8}");

  private static final int MAX_NUMBER_LENGTH = 10;

  private final Splitting<RedisFragmenter, RedisCoalescer> splitting;
  private final byte @Nullable [] password;
  private boolean authenticated;

  RedisDispatcher(
      ClientConnection client,
      Splitting<RedisFragmenter, RedisCoalescer> splitting,
      ServerPool pool,
      int maxKeyLength) {
    super(client, pool, new RedisRequestParser(maxKeyLength, pool.config().maxRequestSize()));
    this.splitting = splitting;
    String configured = pool.config().redisAuth();
    this.password = configured == null ? null : configured.getBytes(UTF_8);
    authenticated(configured == null);
  }

  private void authenticated(boolean isAuthenticated) {
    authenticated = isAuthenticated;
    parser.authenticated(isAuthenticated);
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
    if (!authenticated && command != RedisCommand.AUTH && command != RedisCommand.QUIT) {
      client.reply(RedisReplies.NOAUTH);
    } else if (command.isLocal()) {
      answer(command, in, from);
    } else if (parser.hasSeveralKeys()) {
      split(command, in, from, length);
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
    ServerConnection server = client.serverConnection(index);
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

  private void answer(RedisCommand command, ByteBuf in, int from) {
    switch (command) {
      case PING, ECHO -> echo(in, from);
      case AUTH -> client.reply(authenticate(argument(in, from)));
      case SELECT -> client.reply(select(argument(in, from)));
      case QUIT -> {
        client.reply(RedisReplies.OK);
        client.end(CloseReason.QUIT);
      }
      default -> throw new AssertionError(command);
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

  /** A copy of the argument; of a longer one than any that is valid, only the beginning. */
  private byte[] argument(ByteBuf in, int from) {
    byte[] expected = password;
    int longest = Math.max(expected == null ? 0 : expected.length, MAX_NUMBER_LENGTH) + 1;
    int start = from + parser.keyOffset();
    return ByteBufUtil.getBytes(in, start, Math.min(parser.keyLength(), longest));
  }

  private byte[] authenticate(byte[] attempt) {
    byte[] expected = password;
    if (expected == null) {
      return RedisReplies.NO_PASSWORD_SET;
    }
    authenticated(MessageDigest.isEqual(expected, attempt));
    return authenticated ? RedisReplies.OK : RedisReplies.INVALID_PASSWORD;
  }

  /** All clients of a pool are in its one database, which they know as 0 or by its number. */
  private byte[] select(byte[] argument) {
    String number = new String(argument, ISO_8859_1);
    if (!NUMBER.matcher(number).matches()) {
      return RedisReplies.NOT_AN_INTEGER;
    }
    int db = Integer.parseInt(number);
    boolean isOurs = db == 0 || db == pool.config().redisDb();
    return isOurs ? RedisReplies.OK : RedisReplies.DB_OUT_OF_RANGE;
  }

  @Override
  byte[] error(ServerFailure failure) {
    return RedisReplies.error("ERR " + failure.text());
  }
}
