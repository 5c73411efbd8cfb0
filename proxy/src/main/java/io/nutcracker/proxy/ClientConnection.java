// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Fragments;
import io.nutcracker.protocol.ResponseFilter;
import io.nutcracker.server.Bottleneck;
import io.nutcracker.server.Fifo;
import io.nutcracker.server.Lane;
import io.nutcracker.server.Leases;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.stats.CommandGroup;
import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ProxyStat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client. Its requests are parsed, answered here or forwarded; its responses leave in the order
 * of its requests.
 *
 * <pre>
 *         QUIT, protocol error,               the last response
 *         client's end of data, drain         is on its way
 *   OPEN ──────────────────────► ENDING ─────────────────────► LINGERING
 *     │                             │                              │ client closes,
 *     │ connection broken           │                              │ or a second passes
 *     └─────────────────────────────┴──────────► CLOSED ◄──────────┘
 * </pre>
 *
 * <p>ENDING takes no more requests but answers those taken, and lets those without an answer take
 * effect. LINGERING has told the client that no more will come and throws away what it still sends:
 * closing at once would reset the connection and with it the responses not yet read.
 *
 * <p>When the proxy drains, what has arrived whole is answered and nothing more is taken; a client
 * that waits for nothing is closed at once.
 *
 * <p>Limits: the queue holds at most a {@link RequestWindow}; no request is taken while too much is
 * unsent to the client, and none is forwarded to a server to which too much is unsent: it is
 * postponed, and all behind it wait. So they do behind one that waits for data. Meanwhile the
 * socket is not read either, which leaves at most one read's bytes in {@link #received}.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

  private static final long LINGER_MS = 1000;

  /** A client that waits for data is read from all the same: it may go. */
  private static final int MOST_READ_WHILE_BLOCKED = 64 * 1024;

  /** Redis' client-output-buffer-limit for pubsub. */
  static final int MOST_UNREAD_MESSAGES = 32 * 1024 * 1024;

  /** RESP2 tells messages from responses by nothing but their content. */
  private static final byte[] RESP2_ARRAY = {'*'};

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
  private final Dispatcher<?> dispatcher;

  /** Null if nobody wants to know. */
  private final @Nullable ResponseTimes times;

  private final Fifo<ClientRequest> queue = new Fifo<>();
  private final RequestWindow window;
  private final Runnable onBottleneckFree = this::onBottleneckFree;

  private State state = State.OPEN;
  private CloseReason endReason = CloseReason.EOF;
  private int number;

  /** Requests at the servers that have no place in the queue. */
  private int noreplyInFlight;

  /** Bytes of responses that wait in the queue for earlier ones. */
  private long heldBytes;

  /** Whether {@link #process} is further up the stack. */
  private boolean processing;

  /** Whether memory is scarce and this client holds much of it. */
  private boolean paused;

  /** Whether a limit stopped {@link #process}. */
  private boolean stalled;

  /** The request that could not be forwarded yet. */
  private @Nullable ByteBuf postponed;

  /** What had no room for it. */
  private @Nullable Bottleneck bottleneck;

  /** Whether nothing is taken before everything is answered. */
  private boolean waitsForResponses;

  /** Whether the client waits for data at a server. */
  private boolean blocked;

  /** Whether the client wants no responses now. */
  private boolean muted;

  /** What the client has chosen of protocols and databases. */
  private Lane lane;

  /** Whether the client has sent all it will send. */
  private boolean inputEnded;

  /** Whether what the client sends from now on is not wanted any more. */
  private boolean draining;

  ClientConnection(Worker worker, WorkerPool pool, Channel channel, int maxKeyLength) {
    this.worker = worker;
    this.pool = pool;
    this.lane = pool.pool().defaultLane();
    this.channel = channel;
    this.window = new RequestWindow(pool.pool().config().maxPipeline());
    this.received = new ReceiveBuffer(worker.allocator());
    this.sent = new SendBuffer(worker.allocator(), worker.flusher());
    this.times =
        pool.pool().config().latencyTracking() ? new ResponseTimes(this, worker, sent, pool) : null;
    this.dispatcher =
        pool.pool().config().redis()
            ? new RedisDispatcher(this, worker, pool, maxKeyLength)
            : new MemcachedDispatcher(this, worker.memcached(), pool.pool());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    number = worker.add(this);
    sent.open(channel);
    worker.counters().proxy().add(ProxyStat.TOTAL_CONNECTIONS, 1);
    worker.counters().proxy().add(ProxyStat.CURR_CONNECTIONS, 1);
    count(PoolStat.CLIENT_CONNECTIONS, 1);
    log.debug("c {} accepted on {}", channel, pool.pool().config().name());
    dispatcher.open();
    if (worker.isDraining()) {
      drain();
    }
  }

  void count(PoolStat stat, long n) {
    pool.counters().pool().add(stat, n);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf chunk = (ByteBuf) message;
    if (state == State.OPEN && !draining) {
      received.add(chunk);
      if (times != null) {
        times.onRead();
      }
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
        more = takePostponed() || dispatcher.takeRequest(received);
      }
    } finally {
      processing = false;
    }
    afterProcessing(more);
  }

  private void afterProcessing(boolean more) {
    if (state == State.OPEN) {
      stalled = more;
      if (blocked && inputEnded) {
        close(CloseReason.EOF);
      } else if (!more && inputEnded) {
        end(CloseReason.EOF);
      } else if (!more && draining) {
        end(CloseReason.PROXY_STOPS);
      }
    }
    if (state == State.OPEN) {
      received.trim();
      read(!stalled || (blocked && received.heldBytes() < MOST_READ_WHILE_BLOCKED));
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
    return bottleneck == null
        && !paused
        && !(waitsForResponses && !queue.isEmpty())
        && queue.size() + noreplyInFlight < window.size(worker.wantsFewRequests())
        && heldBytes < RequestWindow.SOFT_LIMIT_BYTES
        && channel.isWritable();
  }

  /** The memory that waits for this client, or for the rest of its request. */
  long holding() {
    ByteBuf request = postponed;
    long bytes =
        received.heldBytes()
            + sent.pendingBytes()
            + (request == null ? 0 : request.readableBytes())
            + dispatcher.heldBytes();
    for (int i = 0; i < queue.size(); i++) {
      bytes += queue.get(i).heldBytes();
    }
    return bytes;
  }

  /** Reads no more from this client, or goes on with it. */
  void pause(boolean isPaused) {
    if (paused != isPaused) {
      paused = isPaused;
      if (state == State.OPEN) {
        process();
      }
    }
  }

  /** From any thread: closes it. One that kills itself is told so. */
  void kill() {
    worker.loop().execute(this::killNow);
  }

  private void killNow() {
    if (state == State.OPEN && queue.isEmpty()) {
      end(CloseReason.KILLED);
      endIfAnswered();
    } else {
      close(CloseReason.KILLED);
    }
  }

  /** Makes room for the others. */
  void closeForMemory() {
    log.warn("c {} holds {} bytes: {}", channel, holding(), CloseReason.MEMORY_SCARCE.phrase());
    close(CloseReason.MEMORY_SCARCE);
  }

  /** Tries again to forward the request that had to wait; false if none had to. */
  private boolean takePostponed() {
    waitsForResponses = false;
    blocked = false;
    ByteBuf request = postponed;
    if (request == null) {
      return false;
    }
    postponed = null;
    dispatcher.takePostponed(request);
    request.release();
    return true;
  }

  /** Whether it is recorded how long its requests take. */
  boolean isTimed() {
    return times != null;
  }

  /**
   * What is enqueued from now on is for the request {@code in[from, from + length)}.
   *
   * @param key where its first key begins, from there
   * @param keyLength of that; 0 without a key
   */
  void onRequest(CommandGroup group, ByteBuf in, int from, int length, int key, int keyLength) {
    if (times != null) {
      times.onRequest(group, in, from, length, key, keyLength);
    }
  }

  /** That request counts for another group. */
  void countFor(CommandGroup group) {
    if (times != null) {
      times.countFor(group);
    }
  }

  /** The dispatch of that request is over. */
  void onDispatched() {
    if (times != null) {
      times.onDispatched();
    }
  }

  /** What is known of a request that took long. */
  SlowRequest slowRequest(ClientRequest request, byte[] start, long waitingNanos) {
    return new SlowRequest(
        pool.pool().now(),
        dispatcher.shown(start),
        remoteAddress(),
        dispatcher.clientName(),
        pool.pool().serverNames().get(request.server()),
        waitingNanos,
        request.serverNanos(),
        0);
  }

  /** From now on the client wants no responses, or does. */
  void mute(boolean isMuted) {
    muted = isMuted;
  }

  /** A response made here, in its place among the others; empty if there is none to be sent. */
  void reply(byte[] reply) {
    if (reply.length == 0 || muted) {
      return;
    }
    if (queue.isEmpty()) {
      sent.append(reply);
    } else {
      enqueueRequest().answer(reply, false);
    }
  }

  /** A response made here of the bytes {@code in[from, from + length)}. */
  void reply(ByteBuf in, int from, int length) {
    if (muted) {
      return;
    }
    if (queue.isEmpty()) {
      sent.append(in, from, length);
    } else {
      enqueueRequest().onResponse(in, from, length);
    }
  }

  /** Takes the next place in the queue, for a request to one server. */
  ClientRequest enqueueRequest() {
    return enqueue(worker.clientRequests().take());
  }

  /** The last request of a lease. */
  LeasedRequest enqueueLeased(ServerConnection lease) {
    return enqueue(new LeasedRequest(worker, leases(), lease));
  }

  /** A WAIT. */
  WaitRequest enqueueWait() {
    return enqueue(new WaitRequest(worker, leases()));
  }

  /**
   * The last request of a lease, but it has no place in the queue: the client is not told of it.
   */
  LeasedRequest unwatchRequest(ServerConnection lease) {
    return new LeasedRequest(worker, leases(), lease);
  }

  /** Takes the next place in the queue. */
  <R extends ClientRequest> R enqueue(R request) {
    request.startFor(this);
    if (times != null) {
      times.start(request);
    }
    if (muted) {
      request.hideResponses(ResponseFilter.ALL);
    }
    queue.add(request);
    return request;
  }

  /** A request that will get no response, so it needs no place in the queue. */
  NoreplyRequest noreplyRequest() {
    noreplyInFlight++;
    NoreplyRequest request = worker.noreplyRequests().take().startFor(this);
    if (times != null) {
      times.start(request);
    }
    return request;
  }

  void onNoreplyDone(boolean isForwardError) {
    noreplyInFlight--;
    if (isForwardError) {
      count(PoolStat.FORWARD_ERROR, 1);
    }
    if (state != State.OPEN) {
      endIfAnswered();
    } else if (stalled) {
      process();
    }
  }

  /** Which key belongs to which server now; use one for a whole request. */
  KeyRouter router() {
    return pool.connections().live().router();
  }

  /** This client's connection to a server. */
  ServerConnection serverConnection(int serverIndex) {
    return pool.connections().connection(serverIndex, lane, number);
  }

  /** The connections that it may have for itself. */
  Leases leases() {
    return pool.connections().leases();
  }

  /** Takes nothing more before everything is answered. */
  void waitUntilAnswered() {
    waitsForResponses = true;
  }

  /**
   * The client waits for data that may never come. As in Redis, its later requests wait as well;
   * and if it goes, nobody waits any more.
   */
  void block() {
    waitsForResponses = true;
    blocked = true;
  }

  /** From now on requests take this lane. */
  void take(Lane lane) {
    this.lane = lane;
  }

  /** As Redis writes it: {@code 127.0.0.1:4711}. */
  String remoteAddress() {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress tcp
        ? tcp.getAddress().getHostAddress() + ":" + tcp.getPort()
        : String.valueOf(address);
  }

  /**
   * Whether the request {@code in[from, from + length)} must wait because one of its servers has
   * not read what it was sent. Then no more requests are taken until it has, and the dispatcher is
   * asked again.
   */
  boolean postponed(ServerConnection server, ByteBuf in, int from, int length) {
    if (!server.isFull()) {
      return false;
    }
    postpone(server, in, from, length);
    log.trace("c {} waits for a server to read what it was sent", channel);
    return true;
  }

  /** The request {@code in[from, from + length)} must wait until there is room for it. */
  void postpone(Bottleneck narrow, ByteBuf in, int from, int length) {
    postponed = in.retainedSlice(from, length);
    bottleneck = narrow;
    narrow.whenFree(onBottleneckFree);
  }

  /** The same for a request that has been split. */
  boolean postponed(Fragments split, ByteBuf in, int from, int length) {
    for (int i = 0; i < split.fragments(); i++) {
      if (postponed(serverConnection(split.server(i)), in, from, length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the request {@code in[from, from + length)} must wait because earlier ones have not
   * been answered. The dispatcher is asked again when they are.
   */
  boolean postponedUntilAnswered(ByteBuf in, int from, int length) {
    if (queue.isEmpty()) {
      return false;
    }
    postponed = in.retainedSlice(from, length);
    waitsForResponses = true;
    return true;
  }

  private void onBottleneckFree() {
    bottleneck = null;
    if (state == State.OPEN) {
      process();
    }
  }

  /** Whether the request taken last has been postponed. */
  boolean hasPostponed() {
    return postponed != null;
  }

  /** How this client is told that a server did not answer. */
  byte[] error(ServerFailure failure) {
    return dispatcher.error(failure);
  }

  /**
   * No request can follow what the client sent: answers a last time and ends.
   *
   * @param why for the log
   */
  void onProtocolError(byte[] reply, String why) {
    if (pool.badRequests().isFirst()) {
      log.error("c {} {}", channel, why);
    }
    reply(reply);
    end(CloseReason.PROTOCOL_ERROR);
  }

  /** Where responses go whose turn it is. */
  SendBuffer sendBuffer() {
    return sent;
  }

  /**
   * A message that the client asked for: {@code in[from, from + length)}, a RESP3 push.
   *
   * @return false if the client does not read its messages and should be closed
   */
  boolean push(ByteBuf in, int from, int length, boolean isResp3) {
    if (state == State.OPEN || state == State.ENDING) {
      if (isResp3) {
        sent.append(in, from, length);
      } else {
        sent.append(RESP2_ARRAY);
        sent.append(in, from + 1, length - 1);
      }
    }
    return sent.pendingBytes() <= MOST_UNREAD_MESSAGES;
  }

  /** Whether it is this request's turn. */
  @SuppressWarnings("ReferenceEquality") // it is about this very place in the queue
  boolean isNext(ClientRequest request) {
    return queue.peek() == request;
  }

  /** The response of the first request in the queue was appended whole. */
  void onNextSent(int bytes) {
    window.onResponse(bytes);
    ClientRequest answered = requireNonNull(queue.poll());
    if (times != null) {
      times.onWritten(answered, bytes);
    }
    answered.recycle();
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
      int bytes = next.heldBytes();
      heldBytes -= bytes;
      if (next.isForwardError()) {
        count(PoolStat.FORWARD_ERROR, 1);
      }
      next.write(sent);
      if (times != null) {
        times.onWritten(next, bytes);
      }
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

  /** The proxy stops: closes as soon as the client has got what it waits for. */
  void drain() {
    draining = true;
    if (state == State.OPEN && received.isEmpty() && !isWaiting()) {
      close(CloseReason.PROXY_STOPS);
    } else if (state == State.OPEN) {
      process();
    }
  }

  /** Whether responses are still to be sent to it. */
  boolean isWaiting() {
    return !queue.isEmpty() || hasPostponed() || sent.pendingBytes() > 0;
  }

  /** Takes no more requests; closes when those taken are answered. */
  void end(CloseReason reason) {
    state = State.ENDING;
    endReason = reason;
    log.trace("c {} ends: {}", channel, reason.phrase());
    if (!received.isEmpty() && reason == CloseReason.EOF && pool.badRequests().isFirst()) {
      log.error("eof c {} discarding incomplete request", channel);
    }
  }

  private void endIfAnswered() {
    boolean isWaitedFor = !queue.isEmpty() || noreplyInFlight > 0;
    if (state != State.ENDING || isWaitedFor || processing) {
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
    if (times != null) {
      times.close();
    }
    dispatcher.close();
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
    Bottleneck narrow = bottleneck;
    if (narrow != null) {
      bottleneck = null;
      narrow.cancel(onBottleneckFree);
    }
  }
}
