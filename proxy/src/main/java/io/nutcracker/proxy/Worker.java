// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.nutcracker.mbuf.Flusher;
import io.nutcracker.protocol.memcached.MemcachedCoalescer;
import io.nutcracker.protocol.memcached.MemcachedFragmenter;
import io.nutcracker.protocol.redis.RedisBroadcast;
import io.nutcracker.protocol.redis.RedisCoalescer;
import io.nutcracker.protocol.redis.RedisFragmenter;
import io.nutcracker.protocol.redis.RedisGatherer;
import io.nutcracker.protocol.redis.RedisKeys;
import io.nutcracker.server.Connector;
import io.nutcracker.server.FailureLog;
import io.nutcracker.server.ServerConnections;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.PoolCounters;
import io.nutcracker.stats.ProxyStat;
import io.nutcracker.stats.WorkerCounters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop and everything that belongs to it alone: its clients, its connections to the
 * servers, its counters and free lists. Workers share nothing on the data path.
 */
final class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private static final long DRAIN_CHECK_MS = 5;

  /** How exactly it is known when a slow client has taken its responses. */
  private static final long LOOK_MS = 4;

  private final EventLoop loop;
  private final int manyRequests;
  private final ByteBufAllocator allocator;
  private final Flusher flusher;
  private final WorkerCounters counters;
  private final List<WorkerPool> pools;
  private final FreeList<ClientRequest> clientRequests =
      new FreeList<>(() -> new ClientRequest(this));
  private final FreeList<NoreplyRequest> noreplyRequests =
      new FreeList<>(() -> new NoreplyRequest(this));
  private final Splitting<RedisFragmenter, RedisCoalescer> redis =
      new Splitting<>(this, new RedisFragmenter(), RedisCoalescer::new);
  private final Splitting<RedisBroadcast, RedisGatherer> broadcasting;
  private final RedisKeys redisKeys = new RedisKeys();
  private final Splitting<MemcachedFragmenter, MemcachedCoalescer> memcached =
      new Splitting<>(this, new MemcachedFragmenter(), MemcachedCoalescer::new);

  private final FreeList<ResponseRun> responseRuns = new FreeList<>(ResponseRun::new);
  private final FreeList<RequestStarts.Chunk> startChunks =
      new FreeList<>(RequestStarts.Chunk::new);
  private final SlowLogGate slowLogGate = new SlowLogGate();

  /** Of clients that do not take their responses at once; each is in it once. */
  private final List<ResponseTimes> watched = new ArrayList<>();

  /** Bounded by the number of descriptors the process may open. */
  private final Set<ClientConnection> clients = new HashSet<>();

  private int clientsSeen;
  private boolean draining;

  /** Whether all workers together have used up {@code max_memory}. */
  private boolean memoryIsScarce;

  /** What the client has that holds most; known only while memory is scarce. */
  private volatile long largestHolding;

  /**
   * @param manyRequests with more in flight than this, each client may have only a few
   * @param random used by this worker only
   * @param nanoTime nanoseconds since an arbitrary origin; never goes back
   */
  Worker(
      EventLoop loop,
      int manyRequests,
      ByteBufAllocator allocator,
      LongSupplier nanoTime,
      RandomGenerator random,
      Connector connector,
      List<SharedPool> sharedPools) {
    this.loop = loop;
    this.manyRequests = manyRequests;
    this.allocator = allocator;
    this.flusher = new Flusher(loop, nanoTime);
    this.broadcasting =
        new Splitting<>(this, new RedisBroadcast(), () -> new RedisGatherer(random));
    var poolCounters =
        sharedPools.stream()
            .map(pool -> PoolCounters.forServers(pool.servers().servers().size()))
            .toList();
    this.counters = WorkerCounters.of(poolCounters);
    var workerPools = new ArrayList<WorkerPool>();
    for (int i = 0; i < sharedPools.size(); i++) {
      ServerPool pool = sharedPools.get(i).servers();
      sharedPools.get(i).latencies().add(poolCounters.get(i).latencies());
      var connections =
          new ServerConnections(
              pool, loop, allocator, flusher, connector, counters.proxy(), poolCounters.get(i));
      var badRequests =
          new FailureLog(log, loop, "bad request of a client of '" + pool.config().name() + "'");
      var subscriptions = new Subscriptions(connections, pool);
      workerPools.add(
          new WorkerPool(
              sharedPools.get(i),
              connections,
              poolCounters.get(i),
              subscriptions,
              new Users(pool.config()),
              keySampler(sharedPools.get(i)),
              badRequests));
    }
    this.pools = List.copyOf(workerPools);
  }

  private static @Nullable KeySampler keySampler(SharedPool shared) {
    int every = shared.servers().config().hotkeysSample();
    return every == 0 ? null : new KeySampler(every, shared.servers()::now, shared.hotKeyCount());
  }

  EventLoop loop() {
    return loop;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  Flusher flusher() {
    return flusher;
  }

  WorkerCounters counters() {
    return counters;
  }

  /** This worker's part of each pool, in the configuration's order. */
  List<WorkerPool> pools() {
    return pools;
  }

  FreeList<ClientRequest> clientRequests() {
    return clientRequests;
  }

  FreeList<NoreplyRequest> noreplyRequests() {
    return noreplyRequests;
  }

  Splitting<RedisBroadcast, RedisGatherer> broadcasting() {
    return broadcasting;
  }

  SlowLogGate slowLogGate() {
    return slowLogGate;
  }

  FreeList<RequestStarts.Chunk> startChunks() {
    return startChunks;
  }

  FreeList<ResponseRun> responseRuns() {
    return responseRuns;
  }

  /** Looks from time to time how far a client has taken its responses. */
  void watch(ResponseTimes times) {
    watched.add(times);
    if (watched.size() == 1) {
      loop.schedule(this::look, LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    long now = flusher.nowNanos();
    watched.removeIf(times -> !times.look(now));
    if (!watched.isEmpty()) {
      loop.schedule(this::look, LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  RedisKeys redisKeys() {
    return redisKeys;
  }

  Splitting<RedisFragmenter, RedisCoalescer> redis() {
    return redis;
  }

  Splitting<MemcachedFragmenter, MemcachedCoalescer> memcached() {
    return memcached;
  }

  /** Whether clients should have few requests in flight, to bound the memory for them. */
  boolean wantsFewRequests() {
    return memoryIsScarce || inFlight() > manyRequests;
  }

  private int inFlight() {
    return clientRequests.inUse()
        + noreplyRequests.inUse()
        + redis.requests().inUse()
        + broadcasting.requests().inUse()
        + memcached.requests().inUse();
  }

  /** Remembers an open client; returns a number for it. */
  int add(ClientConnection client) {
    assert loop.inEventLoop();
    clients.add(client);
    return clientsSeen++;
  }

  void remove(ClientConnection client) {
    clients.remove(client);
  }

  /** Reads only from clients that hold at most so many bytes. */
  void memoryIsScarce(long mostHolding) {
    assert loop.inEventLoop();
    memoryIsScarce = true;
    long largest = 0;
    for (ClientConnection client : List.copyOf(clients)) {
      long held = client.holding();
      client.pause(held > mostHolding);
      largest = Math.max(largest, held);
    }
    largestHolding = largest;
  }

  /** Reads from all clients again. */
  void memoryIsFree() {
    memoryIsScarce = false;
    largestHolding = 0;
    List.copyOf(clients).forEach(client -> client.pause(false));
  }

  /** How much the client has that holds most; any thread may ask. */
  long largestHolding() {
    return largestHolding;
  }

  /**
   * Closes the client that holds most, unless what was known of it is not true any more.
   *
   * @param leastHolding a client that holds less is not to blame
   */
  void closeLargestHolder(long leastHolding) {
    assert loop.inEventLoop();
    largestHolding = 0;
    clients.stream()
        .filter(client -> client.holding() >= leastHolding)
        .max(Comparator.comparingLong(ClientConnection::holding))
        .ifPresent(ClientConnection::closeForMemory);
  }

  /** Opens the connections of pools that want them before the first request. */
  void preconnect() {
    for (WorkerPool pool : pools) {
      if (pool.pool().config().preconnect()) {
        pool.connections().preconnect();
      }
    }
  }

  /** As twemproxy: a listening socket counts as a connection. */
  void countListener() {
    counters.proxy().add(ProxyStat.TOTAL_CONNECTIONS, 1);
    counters.proxy().add(ProxyStat.CURR_CONNECTIONS, 1);
  }

  /** Closes each client as soon as it is answered; completes when nothing is in flight any more. */
  void drain(CompletableFuture<Void> drained) {
    assert loop.inEventLoop();
    draining = true;
    List.copyOf(clients).forEach(ClientConnection::drain);
    checkDrained(drained);
  }

  /** Requests without a client count, too: a {@code noreply} request shall reach its server. */
  private void checkDrained(CompletableFuture<Void> drained) {
    if (clients.isEmpty() && inFlight() == 0) {
      drained.complete(null);
    } else {
      loop.schedule(() -> checkDrained(drained), DRAIN_CHECK_MS, TimeUnit.MILLISECONDS);
    }
  }

  boolean isDraining() {
    return draining;
  }

  /** How many clients have not got all their responses. */
  int waitingClients() {
    assert loop.inEventLoop();
    return (int) clients.stream().filter(ClientConnection::isWaiting).count();
  }

  /** Closes all its connections. */
  void close() {
    assert loop.inEventLoop();
    List.copyOf(clients).forEach(client -> client.close(CloseReason.PROXY_STOPS));
    pools.forEach(pool -> {
      pool.connections().close();
      pool.subscriptions().close();
    });
  }
}
