// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.redis.InlineRequest;
import io.nutcracker.protocol.redis.Merge;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisFragmenter;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RedisRequestParser;
import io.nutcracker.server.Fifo;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ProxyStat;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client. Its requests are parsed, answered here or forwarded; its responses leave in the order
 * of its requests.
 *
 * <pre>
 *         QUIT, protocol error,               the last response
 *         client's end of data                is on its way
 *   OPEN ──────────────────────► ENDING ─────────────────────► LINGERING
 *     │                             │                              │ client closes,
 *     │ connection broken           │                              │ or a second passes
 *     └─────────────────────────────┴──────────► CLOSED ◄──────────┘
 * </pre>
 *
 * <p>ENDING takes no more requests but answers those taken. LINGERING has told the client that no
 * more will come and throws away what it still sends: closing at once would reset the connection
 * and with it the responses not yet read.
 *
 * <p>Limits: the queue holds at most a {@link RequestWindow}; no request is taken while too much is
 * unsent to the client, and none is forwarded to a server to which too much is unsent: it is
 * postponed, and all behind it wait. Meanwhile the socket is not read either, which leaves at most
 * one read's bytes in {@link #received}.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

  private static final long LINGER_MS = 1000;

  /** A database as Redis reads it; none has more digits. */
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,8}");

  private static final int MAX_NUMBER_LENGTH = 10;

  private enum State {
    OPEN,
    ENDING,
    LINGERING,
    CLOSED
  }

  private final Worker worker;
  private final WorkerPool pool;
  private final Channel channel;
  private final ReceiveBuffer received;
  private final SendBuffer sent;
  private final RedisRequestParser parser;
  private final byte @Nullable [] password;
  private final Fifo<ClientRequest> queue = new Fifo<>();
  private final RequestWindow window = new RequestWindow();
  private final Runnable onServerNotFull = this::onServerNotFull;

  private State state = State.OPEN;
  private CloseReason endReason = CloseReason.EOF;
  private int number;
  private boolean authenticated;

  /** Bytes of responses that wait in the queue for earlier ones. */
  private long heldBytes;

  /** Whether {@link #process} is further up the stack. */
  private boolean processing;

  /** Whether a limit stopped {@link #process}. */
  private boolean stalled;

  /**
   * The request for which there was no room at {@link #fullServer}. The parser has not been reset
   * since it found this request.
   */
  private @Nullable ByteBuf postponed;

  private @Nullable ServerConnection fullServer;

  /** Whether the client has sent all it will send. */
  private boolean inputEnded;

  ClientConnection(Worker worker, WorkerPool pool, Channel channel, int maxKeyLength) {
    this.worker = worker;
    this.pool = pool;
    this.channel = channel;
    this.received = new ReceiveBuffer(worker.allocator());
    this.sent = new SendBuffer(worker.allocator(), worker.flusher());
    this.parser = new RedisRequestParser(maxKeyLength);
    String configured = pool.pool().config().redisAuth();
    this.password = configured == null ? null : configured.getBytes(UTF_8);
    authenticated(configured == null);
  }

  private void authenticated(boolean isAuthenticated) {
    authenticated = isAuthenticated;
    parser.authenticated(isAuthenticated);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    number = worker.add(this);
    sent.open(channel);
    worker.counters().proxy().add(ProxyStat.TOTAL_CONNECTIONS, 1);
    worker.counters().proxy().add(ProxyStat.CURR_CONNECTIONS, 1);
    count(PoolStat.CLIENT_CONNECTIONS, 1);
    log.debug("c {} accepted on {}", channel, pool.pool().config().name());
  }

  private void count(PoolStat stat, long n) {
    pool.counters().pool().add(stat, n);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf chunk = (ByteBuf) message;
    if (state == State.OPEN) {
      received.add(chunk);
      process();
    } else {
      chunk.release();
    }
  }

  /** Takes as many requests as have arrived and the limits allow. */
  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    boolean more = true;
    try {
      while (more && state == State.OPEN && mayTakeRequest()) {
        more = takePostponed() || takeRequest();
      }
    } finally {
      processing = false;
    }
    afterProcessing(more);
  }

  private void afterProcessing(boolean more) {
    if (state == State.OPEN) {
      stalled = more;
      if (!more && inputEnded) {
        end(CloseReason.EOF);
      }
    }
    if (state == State.OPEN) {
      received.trim();
      read(!stalled);
    } else {
      received.release();
      endIfAnswered();
    }
  }

  private void read(boolean wanted) {
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  private boolean mayTakeRequest() {
    return fullServer == null
        && queue.size() < window.size(worker.hasManyRequests())
        && heldBytes < RequestWindow.SOFT_LIMIT_BYTES
        && channel.isWritable();
  }

  /** Tries again to forward the request that had to wait; false if none had to. */
  private boolean takePostponed() {
    ByteBuf request = postponed;
    if (request == null) {
      return false;
    }
    postponed = null;
    dispatch(request, request.readerIndex(), request.readableBytes());
    request.release();
    resetParser();
    return true;
  }

  private void resetParser() {
    if (postponed == null) {
      parser.reset();
    }
  }

  /** Takes one request; false if there is none. */
  private boolean takeRequest() {
    switch (parser.parse(received.in(), received.asideBytes())) {
      case INCOMPLETE -> {
        waitForMore();
        return false;
      }
      case REQUEST -> onRequest();
      case INLINE -> onInline();
      case REJECTED -> {
        reply(RedisReplies.error(parser.rejection()));
        received.skip(parser.length());
      }
      case EMPTY -> received.skip(parser.length());
      case PROTOCOL_ERROR -> onProtocolError(parser.rejection());
    }
    resetParser();
    return true;
  }

  private void waitForMore() {
    if (parser.isRejecting()) {
      received.drop(parser.position());
    } else {
      received.setAside(parser.position());
    }
  }

  private void onRequest() {
    int length = parser.length();
    if (received.asideBytes() == 0) {
      ByteBuf in = received.in();
      dispatch(in, in.readerIndex(), length);
      received.skip(length);
    } else {
      ByteBuf whole = received.take(length);
      dispatch(whole, whole.readerIndex(), length);
      whole.release();
    }
  }

  /** A line is rewritten into an array and goes on as one. */
  private void onInline() {
    int length = parser.length();
    ByteBuf line = received.take(length);
    ByteBuf array = InlineRequest.rewrite(line, line.readerIndex(), length, worker.allocator());
    line.release();
    if (array == null) {
      onProtocolError(InlineRequest.UNBALANCED_QUOTES);
      return;
    }
    parser.reset();
    switch (parser.parse(array, 0)) {
      case REQUEST -> dispatch(array, array.readerIndex(), parser.length());
      case REJECTED -> reply(RedisReplies.error(parser.rejection()));
      case PROTOCOL_ERROR -> onProtocolError(parser.rejection());
      case INCOMPLETE, EMPTY, INLINE -> {} // an empty line
    }
    array.release();
  }

  private void onProtocolError(String error) {
    log.warn("c {} {}", channel, error);
    reply(RedisReplies.error(error));
    end(CloseReason.PROTOCOL_ERROR);
  }

  /** The request that the parser found: {@code in[from, from + length)}. */
  private void dispatch(ByteBuf in, int from, int length) {
    RedisCommand command = parser.command();
    if (!authenticated && command != RedisCommand.AUTH && command != RedisCommand.QUIT) {
      reply(RedisReplies.NOAUTH);
    } else if (command.isLocal()) {
      answer(command, in, from);
    } else if (parser.hasSeveralKeys()) {
      split(command, in, from, length);
    } else {
      forward(in, from, length);
    }
  }

  private void forward(ByteBuf in, int from, int length) {
    int key = from + parser.keyOffset();
    int index =
        parser.keyOffset() == 0
            ? pool.pool().keylessServer()
            : pool.pool().router().serverIndex(in, key, key + parser.keyLength());
    ServerConnection server = serverConnection(index);
    if (server.isFull()) {
      postpone(in.retainedSlice(from, length), server);
      return;
    }
    ClientRequest request = worker.clientRequests().take().startFor(this);
    queue.add(request);
    server.forward(request, in, from, length);
  }

  private void split(RedisCommand command, ByteBuf in, int from, int length) {
    Merge merge = requireNonNull(command.merge());
    RedisFragmenter fragmenter = worker.fragmenter();
    int servers = pool.pool().servers().size();
    fragmenter.split(in, from, command, parser.elements(), pool.pool().router(), servers);
    for (int i = 0; i < fragmenter.fragments(); i++) {
      ServerConnection server = serverConnection(fragmenter.server(i));
      if (server.isFull()) {
        postpone(in.retainedSlice(from, length), server);
        return;
      }
    }
    SplitRequest request = worker.splitRequests().take();
    request.startFor(this);
    queue.add(request);
    request.forward(fragmenter, merge, this);
  }

  /** This client's connection to a server. */
  ServerConnection serverConnection(int serverIndex) {
    return pool.connections().connection(serverIndex, number);
  }

  /** Takes no more requests until the server has read what it was sent; owns the request. */
  private void postpone(ByteBuf request, ServerConnection server) {
    postponed = request;
    fullServer = server;
    server.whenNotFull(onServerNotFull);
  }

  private void onServerNotFull() {
    fullServer = null;
    if (state == State.OPEN) {
      process();
    }
  }

  private void answer(RedisCommand command, ByteBuf in, int from) {
    switch (command) {
      case PING, ECHO -> echo(in, from);
      case AUTH -> reply(authenticate(argument(in, from)));
      case SELECT -> reply(select(argument(in, from)));
      case QUIT -> {
        reply(RedisReplies.OK);
        end(CloseReason.QUIT);
      }
      default -> throw new AssertionError(command);
    }
  }

  /** The last element of the request, as it stands there, is the response. */
  private void echo(ByteBuf in, int from) {
    if (parser.elements() == 1) {
      reply(RedisReplies.PONG);
      return;
    }
    int element = parser.keyElementOffset();
    int length = parser.length() - element;
    if (queue.isEmpty()) {
      sent.append(in, from + element, length);
    } else {
      ClientRequest request = worker.clientRequests().take().startFor(this);
      queue.add(request);
      request.onResponse(in, from + element, length);
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
    boolean isOurs = db == 0 || db == pool.pool().config().redisDb();
    return isOurs ? RedisReplies.OK : RedisReplies.DB_OUT_OF_RANGE;
  }

  private void reply(byte[] reply) {
    if (queue.isEmpty()) {
      sent.append(reply);
    } else {
      ClientRequest request = worker.clientRequests().take().startFor(this);
      queue.add(request);
      request.answer(reply, false);
    }
  }

  /** Where responses go whose turn it is. */
  SendBuffer sendBuffer() {
    return sent;
  }

  /** Whether it is this request's turn. */
  @SuppressWarnings("ReferenceEquality") // it is about this very place in the queue
  boolean isNext(ClientRequest request) {
    return queue.peek() == request;
  }

  /** The response of the first request in the queue was appended whole. */
  void onNextSent(int bytes) {
    window.onResponse(bytes);
    requireNonNull(queue.poll()).recycle();
    sendDone();
  }

  /** A request's response is complete; it may not be its turn yet. */
  void onDone(ClientRequest request) {
    heldBytes += request.heldBytes();
    window.onResponse(request.heldBytes());
    if (isNext(request)) {
      sendDone();
    } else if (heldBytes > RequestWindow.HARD_LIMIT_BYTES) {
      close(CloseReason.RESPONSES_HELD);
    }
  }

  /** Sends the responses whose turn has come, and takes further requests in their place. */
  private void sendDone() {
    for (ClientRequest next = queue.peek(); next != null && next.isDone(); next = queue.peek()) {
      queue.poll();
      heldBytes -= next.heldBytes();
      if (next.isForwardError()) {
        count(PoolStat.FORWARD_ERROR, 1);
      }
      next.write(sent);
      next.recycle();
    }
    if (state == State.OPEN) {
      if (sent.pendingBytes() > RequestWindow.HARD_LIMIT_BYTES && !queue.isEmpty()) {
        close(CloseReason.RESPONSES_NOT_READ);
      } else if (stalled) {
        process();
      }
    } else {
      endIfAnswered();
    }
  }

  /** Not at once: a response may be half appended, and a request answered here must not part it. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      worker.loop().execute(this::onWritable);
    }
  }

  private void onWritable() {
    if (state == State.OPEN) {
      process();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (state == State.OPEN) {
        process();
      } else if (state == State.LINGERING) {
        close(endReason);
      }
    }
  }

  /** Takes no more requests; closes when those taken are answered. */
  private void end(CloseReason reason) {
    state = State.ENDING;
    endReason = reason;
    if (!received.isEmpty() && reason == CloseReason.EOF) {
      log.warn("eof c {} discarding incomplete request", channel);
    }
  }

  private void endIfAnswered() {
    if (state != State.ENDING || !queue.isEmpty() || processing) {
      return;
    }
    state = State.LINGERING;
    sent.flush();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> linger());
  }

  private void linger() {
    if (state != State.LINGERING) {
      return;
    }
    if (inputEnded) {
      close(endReason);
      return;
    }
    ((DuplexChannel) channel).shutdownOutput();
    read(true);
    worker.loop().schedule(() -> close(endReason), LINGER_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    close(state == State.OPEN ? CloseReason.EOF : endReason);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (state != State.CLOSED) {
      if (!(cause instanceof IOException)) {
        log.error("c {} failed unexpectedly", channel, cause);
      }
      close(state == State.OPEN ? CloseReason.RESET : endReason);
    }
  }

  /** Every end of the connection passes here. */
  void close(CloseReason reason) {
    if (state == State.CLOSED) {
      return;
    }
    log.debug("c {} closed: {}", channel, reason.phrase());
    state = State.CLOSED;
    worker.remove(this);
    worker.counters().proxy().add(ProxyStat.CURR_CONNECTIONS, -1);
    count(PoolStat.CLIENT_CONNECTIONS, -1);
    PoolStat stat = reason.stat();
    if (stat != null) {
      count(stat, 1);
    }
    for (ClientRequest request = queue.poll(); request != null; request = queue.poll()) {
      request.forgetClient();
    }
    forgetPostponed();
    sent.release();
    if (!processing) {
      received.release();
    }
    channel.close();
  }

  private void forgetPostponed() {
    ByteBuf request = postponed;
    if (request != null) {
      postponed = null;
      request.release();
    }
    ServerConnection full = fullServer;
    if (full != null) {
      fullServer = null;
      full.cancelWhenNotFull(onServerNotFull);
    }
  }
}
