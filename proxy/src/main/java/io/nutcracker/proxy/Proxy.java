// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import io.nutcracker.admin.AdminListener;
import io.nutcracker.admin.AdminPaths;
import io.nutcracker.admin.AdminToken;
import io.nutcracker.admin.HeldBytes;
import io.nutcracker.admin.ProcessStatus;
import io.nutcracker.config.ByteCount;
import io.nutcracker.config.Endpoint;
import io.nutcracker.config.HostResolver;
import io.nutcracker.config.NutcrackerConfig;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.ServerConfig;
import io.nutcracker.config.Version;
import io.nutcracker.gateway.Gateway;
import io.nutcracker.gateway.PoolDoor;
import io.nutcracker.hashkit.Distribution;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.Latencies;
import io.nutcracker.stats.LatencyHistory;
import io.nutcracker.stats.StatsJson;
import io.nutcracker.stats.Totals;
import io.nutcracker.stats.WorkerCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy: its workers, pools, listeners and admin port. */
public final class Proxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Proxy.class);

  /** As twemproxy: the admin port's backlog is the system's maximum. */
  private static final int STATS_BACKLOG = 4096;

  private static final int CACHE_LINE_BYTES = 64;

  /** Of all workers. So many have about 32 MB on Java's heap. */
  private static final int MANY_REQUESTS = 512 * 1024;

  /** What keeps the proxy from serving, for {@code /readyz}; empty while it serves. */
  private volatile String obstacle = "starting";

  private final long startedMillis = System.currentTimeMillis();
  private final List<PoolConfig> pools;
  private final List<SharedPool> sharedPools;
  private final ProxyOptions options;
  private final Transport transport;
  private final ReadSizes readSizes;
  private final PooledByteBufAllocator allocator;
  private final Listeners listeners;
  private final ClientLimit clientLimit;
  private final MemoryBudget memory;
  private final EventLoopGroup adminLoop;
  private final EventLoopGroup workerLoops;
  private final List<Worker> workers;
  private final List<Channel> poolListeners = new ArrayList<>();
  private @Nullable AdminListener adminListener;
  private @Nullable Channel statsListener;
  private final Map<String, SocketAddress> listenAddresses = new HashMap<>();

  private Proxy(NutcrackerConfig config, ProxyOptions options, HostResolver resolver)
      throws IOException {
    this.options = options;
    transport = Transport.choose(options.transport());
    log.info("{} workers on {}", options.workers(), transport);
    pools = config.pools();
    readSizes = new ReadSizes(options.mbufSizeBytes());
    listeners = new Listeners(transport);
    adminLoop = loops(1, "admin", transport);
    workerLoops = loops(options.workers(), "worker", transport);
    sharedPools =
        pools.stream()
            .map(pool ->
                new ServerPool(pool, Distribution.PER_THREAD_RANDOM, InstantSource.system()))
            .map(servers -> SharedPool.of(servers, adminLoop.next()))
            .toList();
    allocator = newAllocator();
    var sockets = new ServerSockets(transport, allocator, readSizes, HostNames.askedOf(resolver));
    int manyRequests = MANY_REQUESTS / options.workers();
    workers =
        StreamSupport.stream(workerLoops.spliterator(), false)
            .map(loop -> (EventLoop) loop)
            .map(loop ->
                new Worker(
                    loop,
                    manyRequests,
                    allocator,
                    System::nanoTime,
                    new SplittableRandom(),
                    sockets,
                    sharedPools))
            .toList();
    memory = newMemoryBudget(options.maxMemory(), allocator);
    int mostClients = Descriptors.forClients(pools, options.workers());
    clientLimit = new ClientLimit("the limit on open files", mostClients);
    log.info("the limit on open files leaves room for {} clients", mostClients);
  }

  private MemoryBudget newMemoryBudget(OptionalLong configured, PooledByteBufAllocator allocator)
      throws IOException {
    long maxMemory = configured.isPresent() ? configured.getAsLong() : Memory.forBuffers();
    long most = PlatformDependent.maxDirectMemory();
    if (maxMemory > most) {
      log.warn(
          "max_memory is {}, but Java will not use more than {} for buffers; for more start it with"
              + " -XX:MaxDirectMemorySize",
          ByteCount.text(maxMemory),
          ByteCount.text(most));
    }
    return new MemoryBudget(
        Math.min(maxMemory, most),
        allocator::pinnedDirectMemory,
        System::nanoTime,
        adminLoop.next(),
        workers);
  }

  /**
   * Buffers that begin where a cache line does: to a misaligned one the system copies what it
   * received at a quarter of the speed on some processors.
   */
  private static PooledByteBufAllocator newAllocator() {
    return new PooledByteBufAllocator(
        true,
        PooledByteBufAllocator.defaultNumHeapArena(),
        PooledByteBufAllocator.defaultNumDirectArena(),
        PooledByteBufAllocator.defaultPageSize(),
        PooledByteBufAllocator.defaultMaxOrder(),
        PooledByteBufAllocator.defaultSmallCacheSize(),
        PooledByteBufAllocator.defaultNormalCacheSize(),
        PooledByteBufAllocator.defaultUseCacheForAllThreads(),
        // Needs the launcher's options for Java.
        PooledByteBufAllocator.isDirectMemoryCacheAlignmentSupported() ? CACHE_LINE_BYTES : 0);
  }

  private static EventLoopGroup loops(int threads, String name, Transport transport) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name), transport.ioHandlerFactory.get());
  }

  /**
   * Opens the admin port and every pool's listener, in that order.
   *
   * @throws IOException with a sentence for people when a port is busy or an address cannot be
   *     used; nothing stays open
   */
  public static Proxy start(NutcrackerConfig config, ProxyOptions options) throws IOException {
    return start(config, options, HostResolver.SYSTEM);
  }

  /**
   * Opens the same.
   *
   * @param resolver knows the addresses of servers
   */
  public static Proxy start(NutcrackerConfig config, ProxyOptions options, HostResolver resolver)
      throws IOException {
    var proxy = new Proxy(config, options, resolver);
    try {
      proxy.open();
      return proxy;
    } catch (IOException e) {
      proxy.close();
      throw e;
    }
  }

  private void open() throws IOException {
    openAdmin();
    memory.start();
    workers.forEach(worker -> worker.loop().execute(worker::preconnect));
    for (int i = 0; i < pools.size(); i++) {
      openPool(pools.get(i), i);
    }
    obstacle = "";
  }

  private void openAdmin() throws IOException {
    List<WorkerCounters> counters = workers.stream().map(Worker::counters).toList();
    var totals = new Totals(counters);
    var latencies = new Latencies(counters);
    var keys = new KeyReports(adminLoop.next(), workers, sharedPools);
    Supplier<String> line = statsLine(totals);
    var view =
        new AdminView(sharedPools, totals, latencies, keys, () -> obstacle, this::processStatus);
    String token = options.adminToken();
    var doors = pools.stream().map(pool -> PoolDoors.of(pool, transport, allocator)).toList();
    var handler =
        new AdminListener(
            adminLoop,
            line,
            () -> adminPaths(view, line, doors),
            token == null ? null : new AdminToken(token),
            AdminPort.mostHttpConnections(pools));
    var endpoint = new Endpoint.Tcp(options.statsAddress(), options.statsPort());
    adminListener = handler;
    Channel listener = listeners.tcp(adminLoop, endpoint, STATS_BACKLOG, false, handler, "stats");
    statsListener = listener;
    keys.start();
    adminLoop.scheduleAtFixedRate(
        () -> latencies.tick(Instant.now()),
        LatencyHistory.TICK_SECONDS,
        LatencyHistory.TICK_SECONDS,
        TimeUnit.SECONDS);
    AdminPort.warnings((InetSocketAddress) listener.localAddress(), token, pools)
        .forEach(log::warn);
  }

  private static AdminPaths adminPaths(
      AdminView view, Supplier<String> line, List<PoolDoor> doors) {
    var held = new HeldBytes();
    return new AdminPaths(view, line, Gateway.paths(doors, held), held);
  }

  private ProcessStatus processStatus() {
    return new ProcessStatus(
        Version.current(),
        startedMillis,
        options.workers(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis(),
        clientLimit.most(),
        memory.usedBytes(),
        memory.maxBytes(),
        allocator.metric().usedDirectMemory());
  }

  private Supplier<String> statsLine(Totals totals) {
    var names =
        pools.stream()
            .map(pool ->
                new StatsJson.PoolNames(
                    pool.name(), pool.servers().stream().map(ServerConfig::name).toList()))
            .toList();
    var json = new StatsJson(hostName(), Version.current(), names, totals);
    long startedNanos = System.nanoTime();
    return () ->
        json.line(
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos),
            System.currentTimeMillis() / 1000);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "unknown";
    }
  }

  private void openPool(PoolConfig pool, int index) throws IOException {
    ClientLimit limit = clientLimit.within("client_connections", pool.clientConnections());
    var handler = new ProxyListener(pool, index, workers, readSizes, limit);
    String what = "pool '" + pool.name() + "'";
    Channel listener =
        switch (pool.listen().endpoint()) {
          case Endpoint.Tcp tcp ->
              listeners.tcp(workerLoops, tcp, pool.backlog(), pool.reuseport(), handler, what);
          case Endpoint.Unix unix ->
              listeners.unix(
                  workerLoops, unix, pool.listen().permission(), pool.backlog(), handler, what);
        };
    poolListeners.add(listener);
    listenAddresses.put(pool.name(), listener.localAddress());
    Worker counting = workers.getFirst();
    counting.loop().execute(counting::countListener);
    log.info("pool '{}' listens on {}", pool.name(), pool.listen().text());
  }

  /** Where the named pool listens; with a configured port of 0 the port the system chose. */
  public SocketAddress listenAddress(String pool) {
    SocketAddress address = listenAddresses.get(pool);
    if (address == null) {
      throw new IllegalArgumentException("no pool '" + pool + "' is served");
    }
    return address;
  }

  /** Where the admin port listens. */
  public SocketAddress statsAddress() {
    return requireNonNull(statsListener).localAddress();
  }

  /**
   * Stops accepting, and waits until each client has been answered and closed. Whoever is still
   * there afterwards is left to {@link #close}. Stats can be read until then.
   *
   * @param timeoutMs how long to wait at most
   * @param atOnce when this completes, nobody is waited for any longer
   * @return how many clients were still waiting for responses
   */
  public int drain(long timeoutMs, CompletableFuture<?> atOnce) throws InterruptedException {
    long startedNanos = System.nanoTime();
    obstacle = "stopping: no new clients are accepted";
    closePoolListeners();
    var drained =
        CompletableFuture.allOf(
            workers.stream().map(this::drain).toArray(CompletableFuture[]::new));
    await(CompletableFuture.anyOf(drained, atOnce), timeoutMs);
    int waiting = drained.isDone() ? 0 : waitingClients();
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    if (waiting == 0) {
      log.info("every client was answered within {} msec", tookMs);
    } else {
      log.warn("clients still waiting for responses after {} msec: {}", tookMs, waiting);
    }
    return waiting;
  }

  private CompletableFuture<Void> drain(Worker worker) {
    var drained = new CompletableFuture<Void>();
    worker.loop().execute(() -> worker.drain(drained));
    return drained;
  }

  private static void await(CompletableFuture<?> end, long timeoutMs) throws InterruptedException {
    try {
      end.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // Then clients are waiting still.
    } catch (ExecutionException e) {
      throw new AssertionError("nothing here fails", e);
    }
  }

  private int waitingClients() throws InterruptedException {
    int waiting = 0;
    for (Worker worker : workers) {
      waiting += worker.loop().submit(worker::waitingClients).await().getNow();
    }
    return waiting;
  }

  private void closePoolListeners() {
    poolListeners.forEach(listener -> listener.close().awaitUninterruptibly());
  }

  /**
   * Stops accepting, closes every connection and ends the workers; returns when all have ended. A
   * second call, also from another thread, waits for the first.
   */
  @Override
  public synchronized void close() {
    if (workerLoops.isShuttingDown()) {
      return;
    }
    closePoolListeners();
    Channel stats = statsListener;
    if (stats != null) {
      stats.close().awaitUninterruptibly();
      requireNonNull(adminListener).closeVisitors();
    }
    workers.forEach(worker -> worker.loop().submit(worker::close).awaitUninterruptibly());
    workerLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    adminLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
