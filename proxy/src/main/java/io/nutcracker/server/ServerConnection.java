// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.ResponseParser;
import io.nutcracker.protocol.ResponseParser.Result;
import io.nutcracker.stats.Counters;
import io.nutcracker.stats.ProxyStat;
import io.nutcracker.stats.ServerStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's connection to one server: <em>shared</em> by the pipelined requests of many clients,
 * <em>leased</em> to one client at a time (see {@link Leases}), or a <em>subscription</em>, on
 * which the server sends messages unasked.
 *
 * <p>Responses arrive in the order of the requests, so a response belongs to the head of the queue.
 * A request whose time is up, or whose client has gone, keeps its place there: its response is
 * swallowed.
 *
 * <pre>
 *            connected             AUTH, SELECT answered
 *  CONNECTING ───────► HANDSHAKING ─────────────────────► OPEN
 *      │                    │                              │ time is up and nothing arrives
 *      │                    │                              ▼
 *      │ failure            │ failure                   RETIRED  takes no new requests
 *      ▼                    ▼                              ▼ queue empty, or failure
 *      └────────────────────┴────────────► CLOSED ◄────────┘
 * </pre>
 *
 * <p>Requests that arrive before OPEN wait here and are sent when it is reached.
 *
 * <p>A request fails at its own deadline and nobody else's. The connection is given up when nothing
 * at all arrived for about {@code timeout} while requests were waiting: it retires, new requests
 * open another one, and the younger requests on it still have the rest of their time.
 *
 * <p>A <em>probe</em> is a connection to an ejected server that first asks it something itself.
 *
 * <p>The queue is bounded by the clients: each limits its own requests, and stops while {@link
 * #isFull}.
 */
public final class ServerConnection extends ChannelInboundHandlerAdapter implements Bottleneck {
  private static final Logger log = LoggerFactory.getLogger(ServerConnection.class);

  /** Unsent bytes above which clients should wait before they send more. */
  public static final int FULL_BYTES = 1024 * 1024;

  /** In place of a slot. */
  private static final int LEASED = -1;

  private static final int SUBSCRIPTION = -2;

  private enum State {
    CONNECTING,
    HANDSHAKING,
    OPEN,
    RETIRED,
    CLOSED
  }

  private final ServerConnections owner;
  private final Server server;
  private final Lane lane;
  private final int slot;
  private final boolean isProbe;

  /** Who hears the messages that the server sends unasked; only of a subscription. */
  private final @Nullable MessageListener listener;

  /** 0: requests may take as long as they want. */
  private long timeoutNanos;

  /**
   * How long a server may say nothing while requests wait: nearly the timeout, so that the first
   * request to fail, which had to wait for the connection, is enough.
   */
  private final long silenceNanos;

  private final Counters<ServerStat> counters;
  private final ReceiveBuffer received;
  private final SendBuffer sent;

  /** Null if nobody wants to know. */
  private final @Nullable ServerTimes times;

  private final ResponseParser parser;
  private final Fifo<Request> queue = new Fifo<>();

  /** Clients to be told when this is no longer full. Each is in it once: bounded by the clients. */
  private ArrayList<Runnable> waiters = new ArrayList<>(0);

  private State state = State.CONNECTING;
  private @Nullable Channel channel;
  private @Nullable Handshake handshake;
  private @Nullable ServerFailure failure;

  /** How many requests at the head of the queue have failed by timeout. */
  private int timedOut;

  /** When a response last arrived, when the first of the waiting requests was queued, or OPEN. */
  private long silentSinceNanos;

  private boolean timerArmed;

  /** Whether {@link #received} is in use further up the stack. */
  private boolean reading;

  /** Whether the socket is connected, and so counts in server_connections. */
  private boolean active;

  /** Whether requests are sent at once, and so count as waiting for the server. */
  private boolean connected;

  /** For requests. */
  ServerConnection(ServerConnections owner, Server server, Lane lane, int slot) {
    this(owner, server, lane, slot, false, null);
  }

  private ServerConnection(
      ServerConnections owner,
      Server server,
      Lane lane,
      int slot,
      boolean isProbe,
      @Nullable MessageListener listener) {
    this.owner = owner;
    this.server = server;
    this.lane = lane;
    this.slot = slot;
    this.isProbe = isProbe;
    this.listener = listener;
    this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(owner.pool().config().timeoutMs());
    this.silenceNanos = timeoutNanos - timeoutNanos / 10;
    this.counters = owner.counters(server);
    this.parser = owner.pool().newResponseParser(lane.version());
    this.received = new ReceiveBuffer(owner.allocator());
    this.sent = new SendBuffer(owner.allocator(), owner.flusher());
    this.times = listener == null ? owner.newTimes(server) : null;
    if (times != null) {
      sent.listener(times);
    }
  }

  /** To find out whether an ejected server is healthy again. */
  static ServerConnection probe(ServerConnections owner, Server server) {
    return new ServerConnection(owner, server, owner.pool().defaultLane(), 0, true, null);
  }

  /** For one client at a time. */
  static ServerConnection leased(ServerConnections owner, Server server, Lane lane) {
    return new ServerConnection(owner, server, lane, LEASED);
  }

  /** For messages; what is appended to its {@link #sendBuffer} gets no response but messages. */
  static ServerConnection subscription(
      ServerConnections owner, Server server, Lane lane, MessageListener listener) {
    return new ServerConnection(owner, server, lane, SUBSCRIPTION, false, listener);
  }

  /** Stands for every connection to an ejected server: it fails each request at once. */
  static ServerConnection ejected(ServerConnections owner, Server anyServer) {
    var connection = new ServerConnection(owner, anyServer, owner.pool().defaultLane(), 0);
    connection.state = State.CLOSED;
    connection.failure = ServerFailure.EJECTED;
    return connection;
  }

  void connect(Connector connector, long limitNanos) {
    if (limitNanos != 0) {
      owner.loop().schedule(this::onConnectDeadline, limitNanos, TimeUnit.NANOSECONDS);
    }
    owner.proxyCounters().add(ProxyStat.TOTAL_CONNECTIONS, 1);
    owner.proxyCounters().add(ProxyStat.CURR_CONNECTIONS, 1);
    connector.connect(
        owner.loop(), server.config().endpoint(), this, cause -> close(ServerFailure.of(cause)));
  }

  /**
   * Sets whether requests may take as long as they want; else the pool's timeout holds for them.
   * Only while none is waiting.
   */
  void patient(boolean isPatient) {
    assert queue.isEmpty();
    if (times != null) {
      times.isRecorded(!isPatient);
    }
    timeoutNanos = isPatient ? 0 : TimeUnit.MILLISECONDS.toNanos(owner.pool().config().timeoutMs());
  }

  private void onConnectDeadline() {
    if (state == State.CONNECTING || state == State.HANDSHAKING) {
      close(ServerFailure.TIMED_OUT);
    }
  }

  /** Sends {@code source[from, from + length)} and queues who waits for the response. */
  public void forward(Request request, ByteBuf source, int from, int length) {
    if (enqueue(request, length)) {
      sent.append(source, from, length);
    }
  }

  /**
   * Queues who waits for the response to a request that the caller appends to {@link #sendBuffer}
   * now.
   *
   * @param bytes length of the request
   * @return false if the connection has failed, and the request with it
   */
  public boolean enqueue(Request request, int bytes) {
    assert owner.loop().inEventLoop();
    ServerFailure known = failure;
    if (known != null) {
      request.onFailure(known);
      return false;
    }
    request.enqueued(bytes, timeoutNanos == 0 ? 0 : startTimer());
    queue.add(request);
    if (times != null) {
      times.onQueued();
    }
    counters.add(ServerStat.REQUESTS, 1);
    counters.add(ServerStat.REQUEST_BYTES, bytes);
    countQueued(1, bytes);
    return true;
  }

  private void countQueued(int requests, long bytes) {
    counters.add(connected ? ServerStat.OUT_QUEUE : ServerStat.IN_QUEUE, requests);
    counters.add(connected ? ServerStat.OUT_QUEUE_BYTES : ServerStat.IN_QUEUE_BYTES, bytes);
  }

  /** Where the bytes of enqueued requests go. */
  public SendBuffer sendBuffer() {
    return sent;
  }

  /** Whether so much is unsent that clients should wait, see {@link #whenFree}. */
  public boolean isFull() {
    Channel open = channel;
    if (state == State.OPEN && open != null) {
      return !open.isWritable();
    }
    return failure == null && sent.pendingBytes() > FULL_BYTES;
  }

  /** When the connection is not full any more, or closed. */
  @Override
  public void whenFree(Runnable resume) {
    waiters.add(resume);
  }

  @Override
  public void cancel(Runnable resume) {
    waiters.remove(resume);
  }

  /** Not at once: whoever made room is in the middle of another client's request. */
  private void resumeWaiters() {
    if (!waiters.isEmpty()) {
      ArrayList<Runnable> resumed = waiters;
      waiters = new ArrayList<>(0);
      resumed.forEach(owner.loop()::execute);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (state == State.CLOSED) {
      context.close();
      return;
    }
    active = true;
    log.debug("s {} connected for {}", server.config().address(), owner.pool().config().name());
    counters.add(ServerStat.SERVER_CONNECTIONS, 1);
    if (state == State.CONNECTING) {
      state = State.HANDSHAKING;
    }
    PoolConfig config = owner.pool().config();
    Handshake steps = isProbe ? Handshake.probe(config) : Handshake.of(config, lane);
    if (steps.isDone()) {
      toOpen(context.channel());
    } else {
      handshake = steps;
      context.writeAndFlush(steps.request(context.alloc()), context.voidPromise());
    }
  }

  private void toOpen(Channel open) {
    handshake = null;
    silentSinceNanos = owner.flusher().nowNanos();
    if (state == State.HANDSHAKING) {
      state = State.OPEN;
    }
    long bytes = queuedBytes();
    countQueued(-live(), -bytes);
    connected = true;
    countQueued(live(), bytes);
    if (timeoutNanos != 0 && !queue.isEmpty() && !timerArmed) {
      armTimer(silenceNanos);
    }
    sent.open(open);
    resumeWaiters();
    if (isProbe) {
      owner.onProbed(this);
    }
  }

  /** How many requests in the queue have not failed yet. */
  private int live() {
    return queue.size() - timedOut;
  }

  private long queuedBytes() {
    long bytes = 0;
    for (int i = timedOut; i < queue.size(); i++) {
      bytes += queue.get(i).bytes();
    }
    return bytes;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      resumeWaiters();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    received.add((ByteBuf) message);
    long nowNanos = owner.flusher().nowNanos();
    silentSinceNanos = nowNanos;
    if (times != null) {
      times.startRead(nowNanos);
    }
    reading = true;
    try {
      if (handshake != null) {
        readHandshake(context.channel(), handshake);
      }
      if (handshake == null) {
        readResponses();
      }
    } finally {
      reading = false;
      if (times != null) {
        times.endRead();
      }
    }
    if (state == State.RETIRED && live() == 0) {
      close(ServerFailure.TIMED_OUT);
    }
    if (state == State.CLOSED) {
      received.release();
    } else {
      received.trim();
    }
  }

  private void readHandshake(Channel open, Handshake steps) {
    while (!steps.isDone()) {
      Result result = parser.parse(received.in(), received.asideBytes());
      if (result == Result.INCOMPLETE) {
        return;
      }
      if (result == Result.INVALID) {
        close(ServerFailure.INVALID_RESPONSE);
        return;
      }
      ByteBuf response = received.take(parser.length());
      parser.reset();
      ServerFailure refused =
          steps.onResponse(response, owner.pool().config().name(), server.config().name());
      response.release();
      if (refused != null) {
        close(refused);
        return;
      }
    }
    toOpen(open);
  }

  private void readResponses() {
    int responses = 0;
    long responseBytes = 0;
    while (failure == null && !received.isEmpty()) {
      if (queue.isEmpty() && listener == null) {
        close(ServerFailure.INVALID_RESPONSE);
        break;
      }
      Result result = parser.parse(received.in(), received.asideBytes());
      if (result == Result.INCOMPLETE) {
        received.setAside(parser.position());
        break;
      }
      if (result == Result.INVALID) {
        close(ServerFailure.INVALID_RESPONSE);
        break;
      }
      int length = parser.length();
      parser.reset();
      if (listener != null) {
        listen(listener, length);
        continue;
      }
      Request request = dequeue();
      if (times != null) {
        times.onResponse(request);
      }
      if (!request.isAbandoned()) {
        responses++;
        responseBytes += length;
      }
      deliver(request, length);
    }
    if (responses > 0) {
      owner.pool().ejection().onResponse(server);
    }
    counters.add(ServerStat.RESPONSES, responses);
    counters.add(ServerStat.RESPONSE_BYTES, responseBytes);
  }

  /** Everything on a subscription is a message, and an error the end of it. */
  private void listen(MessageListener hearing, int length) {
    ByteBuf message = received.take(length);
    if (message.getByte(message.readerIndex()) == '>') {
      hearing.onMessage(this, message, message.readerIndex(), length);
    } else {
      close(ServerFailure.INVALID_RESPONSE);
    }
    message.release();
  }

  private Request dequeue() {
    Request request = requireNonNull(queue.poll());
    if (timedOut > 0) {
      timedOut--;
    } else {
      countQueued(-1, -request.bytes());
    }
    return request;
  }

  private void deliver(Request request, int length) {
    if (received.asideBytes() == 0) {
      ByteBuf in = received.in();
      request.onResponse(in, in.readerIndex(), length);
      received.skip(length);
    } else {
      ByteBuf whole = received.take(length);
      request.onResponse(whole, whole.readerIndex(), length);
      whole.release();
    }
  }

  /** Makes sure that the timer runs; returns the deadline of a request queued now. */
  private long startTimer() {
    long now = owner.flusher().nowNanos();
    if (queue.isEmpty()) {
      silentSinceNanos = now;
    }
    if (!timerArmed) {
      armTimer(timeoutNanos);
    }
    return now + timeoutNanos;
  }

  private void armTimer(long delayNanos) {
    timerArmed = true;
    owner.loop().schedule(this::onTimer, delayNanos, TimeUnit.NANOSECONDS);
  }

  /** Deadlines rise along the queue, so only its first living request needs a look. */
  private void onTimer() {
    timerArmed = false;
    if (state == State.CLOSED || timeoutNanos == 0) {
      return;
    }
    long now = owner.flusher().nowNanos();
    while (live() > 0 && queue.get(timedOut).deadlineNanos() - now <= 0) {
      Request request = queue.get(timedOut);
      queue.set(timedOut, Request.SWALLOW);
      timedOut++;
      countQueued(-1, -request.bytes());
      if (times != null) {
        times.onTimeout(request, connected, now);
      }
      request.onFailure(ServerFailure.TIMED_OUT);
    }
    // Also when all have failed already: clients may wait for room here.
    boolean silent = connected && !queue.isEmpty() && now - silentSinceNanos >= silenceNanos;
    if (silent && state != State.RETIRED) {
      toRetired();
    }
    if (state == State.RETIRED && live() == 0) {
      close(ServerFailure.TIMED_OUT);
    } else if (!queue.isEmpty() && !timerArmed && (live() > 0 || connected)) {
      armTimer(Math.max(nextCheckNanos() - now, 0));
    }
  }

  private long nextCheckNanos() {
    return live() > 0 ? queue.get(timedOut).deadlineNanos() : silentSinceNanos + silenceNanos;
  }

  private void toRetired() {
    owner.onFailure(server, ServerFailure.TIMED_OUT);
    state = State.RETIRED;
    owner.failureLog(server, ServerFailure.TIMED_OUT).tell();
    owner.remove(this);
    resumeWaiters();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    close(ServerFailure.EOF);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (state != State.CLOSED) {
      if (cause instanceof IOException) {
        log.debug("s {} failed", server.config().address(), cause);
      } else {
        log.error("s {} failed unexpectedly", server.config().address(), cause);
      }
      close(ServerFailure.of(cause));
    }
  }

  /** Closes because it is not needed any more. */
  void close() {
    end(ServerFailure.EOF);
  }

  /** Closes because the client that has it for itself has gone, which is no failure of a server. */
  void abandon() {
    countQueued(-live(), -queuedBytes());
    timedOut = 0;
    failQueued(ServerFailure.EOF);
    close();
  }

  private void close(ServerFailure reason) {
    boolean isTold = isProbe || state == State.CLOSED || state == State.RETIRED;
    if (!isTold && (live() > 0 || !active)) {
      owner.failureLog(server, reason).tell();
    }
    end(reason);
  }

  /** Every end of the connection passes here. */
  private void end(ServerFailure reason) {
    if (state == State.CLOSED) {
      return;
    }
    log.debug("s {} closed: {}", server.config().address(), reason.phrase());
    countEnd(reason);
    countFailure(reason);
    state = State.CLOSED;
    failure = reason;
    owner.remove(this);
    sent.release();
    if (!reading) {
      received.release();
    }
    Channel open = channel;
    if (open != null) {
      open.close();
    }
    if (isProbe) {
      owner.onProbeEnded(server);
    }
    MessageListener hearing = listener;
    if (hearing != null) {
      owner.loop().execute(() -> hearing.onEnd(this, reason));
    }
    // Not at once, for the same reason as in resumeWaiters().
    owner.loop().execute(() -> failQueued(reason));
    resumeWaiters();
  }

  /**
   * Unlike twemproxy, an idle connection that the server closes is no failure, nor is an early one
   * ({@code preconnect}) that cannot be made.
   */
  private void countFailure(ServerFailure reason) {
    boolean isNeeded = live() > 0 || reason == ServerFailure.INVALID_RESPONSE;
    if (isNeeded && state != State.RETIRED) {
      owner.onFailure(server, reason);
    }
  }

  private void failQueued(ServerFailure reason) {
    for (Request request = queue.poll(); request != null; request = queue.poll()) {
      request.onFailure(reason);
    }
  }

  private void countEnd(ServerFailure reason) {
    counters.add(reason.stat(), 1);
    countQueued(-live(), -queuedBytes());
    owner.proxyCounters().add(ProxyStat.CURR_CONNECTIONS, -1);
    if (active) {
      counters.add(ServerStat.SERVER_CONNECTIONS, -1);
    }
  }

  /** What it is connected to. */
  public Server server() {
    return server;
  }

  boolean isLeased() {
    return slot == LEASED;
  }

  boolean isShared() {
    return slot >= 0;
  }

  Lane lane() {
    return lane;
  }

  int slot() {
    return slot;
  }
}
