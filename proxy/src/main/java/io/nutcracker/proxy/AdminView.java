// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.lang.Double.NaN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.admin.ClientStatus;
import io.nutcracker.admin.KeyRoute;
import io.nutcracker.admin.PoolClients;
import io.nutcracker.admin.PoolKeys;
import io.nutcracker.admin.PoolStatus;
import io.nutcracker.admin.ProcessStatus;
import io.nutcracker.admin.ProxyStatus;
import io.nutcracker.admin.ServerStatus;
import io.nutcracker.admin.SlowRequestStatus;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.hashkit.HashTag;
import io.nutcracker.server.LiveServers;
import io.nutcracker.server.Server;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.Latencies;
import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ProxyStat;
import io.nutcracker.stats.ServerStat;
import io.nutcracker.stats.Stat;
import io.nutcracker.stats.Totals;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The proxy as the admin port sees it: what the workers share, and what their counters say.
 *
 * @param serving what keeps the proxy from serving, as a text for people, or nothing
 * @param processNow the process as it is now
 */
record AdminView(
    List<SharedPool> sharedPools,
    Totals totals,
    Latencies latencies,
    KeyReports keyReports,
    Supplier<String> serving,
    Supplier<ProcessStatus> processNow)
    implements ProxyStatus {
  @Override
  public String obstacle() {
    return serving.get();
  }

  @Override
  public ProcessStatus process() {
    return processNow.get();
  }

  @Override
  public Map<ProxyStat, Long> figures() {
    return figures(ProxyStat.class, totals::of);
  }

  @Override
  public List<PoolStatus> pools() {
    return IntStream.range(0, sharedPools.size()).mapToObj(this::pool).toList();
  }

  private PoolStatus pool(int index) {
    ServerPool pool = sharedPools.get(index).servers();
    PoolConfig config = pool.config();
    return new PoolStatus(
        config.name(),
        config.listen().text(),
        config.redis() ? "redis" : "memcached",
        config.distribution().configName(),
        config.hash().configName(),
        config.clientConnections(),
        config.latencyTracking(),
        figures(PoolStat.class, stat -> totals.of(stat, index)),
        servers(pool, index));
  }

  private List<ServerStatus> servers(ServerPool pool, int poolIndex) {
    LiveServers live = pool.live();
    double[] shares = live.router().shares(pool.servers().size());
    return pool.servers().stream()
        .map(server -> server(pool, poolIndex, server, live, shares[server.index()]))
        .toList();
  }

  private ServerStatus server(
      ServerPool pool, int poolIndex, Server server, LiveServers live, double share) {
    boolean ejected = live.isEjected(server.index());
    return new ServerStatus(
        server.config().name(),
        server.config().address(),
        server.config().weight(),
        ejected,
        ejected && !pool.config().serverProbe() ? returnMs(pool, server) : OptionalLong.empty(),
        Double.isNaN(share) ? OptionalDouble.empty() : OptionalDouble.of(share),
        figures(ServerStat.class, stat -> totals.of(stat, poolIndex, server.index())));
  }

  @Override
  public Optional<KeyRoute> route(String pool, String key) {
    return IntStream.range(0, sharedPools.size())
        .filter(index -> sharedPools.get(index).servers().config().name().equals(pool))
        .mapToObj(index -> route(index, Unpooled.copiedBuffer(key, UTF_8)))
        .findFirst();
  }

  private KeyRoute route(int poolIndex, ByteBuf key) {
    ServerPool pool = sharedPools.get(poolIndex).servers();
    LiveServers live = pool.live();
    int hash = live.router().hash(key, 0, key.writerIndex());
    Optional<String> tag = tag(pool.config().hashTag(), key);
    if (!pool.placesKeys()) {
      return new KeyRoute(hash, tag, Optional.empty());
    }
    int server = live.router().serverIndex(key, 0, key.writerIndex());
    return new KeyRoute(
        hash, tag, Optional.of(server(pool, poolIndex, pool.servers().get(server), live, NaN)));
  }

  private static Optional<String> tag(@Nullable HashTag hashTag, ByteBuf key) {
    if (hashTag == null) {
      return Optional.empty();
    }
    long part = hashTag.hashedPart(key, 0, key.writerIndex());
    int length = HashTag.end(part) - HashTag.start(part);
    return length == key.writerIndex()
        ? Optional.empty()
        : Optional.of(key.toString(HashTag.start(part), length, UTF_8));
  }

  private static OptionalLong returnMs(ServerPool pool, Server server) {
    long nanos = pool.nanosUntilReturn(server, System.nanoTime());
    return OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private static <S extends Enum<S> & Stat> Map<S, Long> figures(
      Class<S> table, ToLongFunction<S> total) {
    var figures = new EnumMap<S, Long>(table);
    for (S stat : table.getEnumConstants()) {
      figures.put(stat, total.applyAsLong(stat));
    }
    return figures;
  }

  @Override
  public Map<String, List<SlowRequestStatus>> slowRequests() {
    var slow = new LinkedHashMap<String, List<SlowRequestStatus>>();
    for (SharedPool pool : sharedPools) {
      SlowLog log = pool.slowLog();
      List<SlowLog.Entry> entries = log == null ? List.of() : log.latest(Integer.MAX_VALUE);
      slow.put(pool.servers().config().name(), entries.stream().map(AdminView::slow).toList());
    }
    return slow;
  }

  private static SlowRequestStatus slow(SlowLog.Entry entry) {
    SlowRequest request = entry.request();
    return new SlowRequestStatus(
        entry.id(),
        request.at(),
        request.words(),
        request.client(),
        request.clientName(),
        request.server(),
        request.waitingNanos(),
        request.serverNanos(),
        request.clientNanos());
  }

  @Override
  public List<PoolKeys> keys() {
    return IntStream.range(0, sharedPools.size()).mapToObj(this::keys).toList();
  }

  private PoolKeys keys(int index) {
    PoolConfig config = sharedPools.get(index).servers().config();
    return new PoolKeys(
        config.name(), config.hotkeysSample(), keyReports.hot(index), keyReports.big(index));
  }

  @Override
  public List<PoolClients> clients(int most) {
    return IntStream.range(0, sharedPools.size()).mapToObj(i -> clients(i, most)).toList();
  }

  private PoolClients clients(int index, int most) {
    SharedPool pool = sharedPools.get(index);
    PoolConfig config = pool.servers().config();
    Instant now = pool.servers().now();
    long total =
        config.redis() ? pool.clients().count() : totals.of(PoolStat.CLIENT_CONNECTIONS, index);
    return new PoolClients(
        config.name(),
        total,
        pool.clients().oldest(most).stream().map(info -> client(info, now)).toList());
  }

  private static ClientStatus client(ClientInfo info, Instant now) {
    return new ClientStatus(
        info.id(),
        info.address(),
        info.name(),
        info.since().until(now).toSeconds(),
        info.db(),
        info.user(),
        info.libraryName(),
        info.libraryVersion(),
        info.resp());
  }
}
