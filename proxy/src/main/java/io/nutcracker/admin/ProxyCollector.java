// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ServerStat;
import io.nutcracker.stats.Stat;
import io.nutcracker.stats.StatType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The proxy's own metrics, made of the counters that there are anyway whenever somebody asks. Each
 * server is looked at once, so that the time grows with their number and no faster.
 */
final class ProxyCollector implements MultiCollector {
  private final ProxyStatus proxy;

  ProxyCollector(ProxyStatus proxy) {
    this.proxy = proxy;
  }

  @Override
  public MetricSnapshots collect() {
    var all = new ArrayList<MetricSnapshot>();
    addProcess(all, proxy.process());
    proxy
        .figures()
        .forEach((stat, value) ->
            all.add(points(stat, Metric.of(stat)).add((double) value, Labels.EMPTY).snapshot()));
    List<PoolStatus> pools = proxy.pools();
    addPools(all, pools);
    addServers(all, pools);
    return new MetricSnapshots(all);
  }

  private static Points points(Stat stat, Metric metric) {
    return stat.type() == StatType.COUNTER
        ? Points.ofCounter(metric.metadata())
        : Points.ofGauge(metric.metadata());
  }

  private static <S extends Enum<S> & Stat> Map<S, Points> points(
      Class<S> table, Function<S, Metric> metric) {
    var points = new EnumMap<S, Points>(table);
    for (S stat : table.getEnumConstants()) {
      points.put(stat, points(stat, metric.apply(stat)));
    }
    return points;
  }

  private static <S extends Stat> void add(
      Map<S, Points> points, Map<S, Long> figures, Labels labels) {
    points.forEach((stat, values) -> {
      long figure = figures.getOrDefault(stat, 0L);
      values.add(Metric.value(stat, figure), labels);
    });
  }

  private static void addAll(List<MetricSnapshot> all, Map<?, Points> points) {
    points.values().stream()
        .filter(values -> !values.isEmpty())
        .forEach(values -> all.add(values.snapshot()));
  }

  private static void addPools(List<MetricSnapshot> all, List<PoolStatus> pools) {
    Map<PoolStat, Points> points = points(PoolStat.class, Metric::of);
    Points limits = Points.ofGauge(Metric.POOL_CLIENT_LIMIT.metadata());
    for (PoolStatus pool : pools) {
      Labels labels = Labels.of("pool", pool.name());
      add(points, pool.figures(), labels);
      if (pool.clientConnections() > 0) {
        limits.add(pool.clientConnections(), labels);
      }
    }
    addAll(all, points);
    addAll(all, Map.of("limits", limits));
  }

  private static void addServers(List<MetricSnapshot> all, List<PoolStatus> pools) {
    Map<ServerStat, Points> points = points(ServerStat.class, Metric::of);
    Points up = Points.ofGauge(Metric.SERVER_UP.metadata());
    for (PoolStatus pool : pools) {
      for (ServerStatus server : pool.servers()) {
        Labels labels = Labels.of("pool", pool.name(), "server", server.name());
        add(points, server.figures(), labels);
        up.add(server.ejected() ? 0 : 1, labels);
      }
    }
    addAll(all, points);
    all.add(up.snapshot());
  }

  private static void addProcess(List<MetricSnapshot> all, ProcessStatus process) {
    all.add(
        new InfoSnapshot(
            Metric.BUILD.metadata(),
            List.of(new InfoDataPointSnapshot(Labels.of("version", process.version())))));
    double uptime = (System.currentTimeMillis() - process.startedMillis()) / 1e3;
    all.add(gauge(Metric.UPTIME, uptime));
    all.add(gauge(Metric.WORKERS, process.workers()));
    all.add(gauge(Metric.CLIENT_LIMIT, process.clientLimit()));
    all.add(gauge(Metric.MEMORY_USED, (double) process.memoryUsed()));
    all.add(gauge(Metric.MEMORY_LIMIT, (double) process.memoryLimit()));
    all.add(gauge(Metric.BUFFERS, (double) process.buffers()));
  }

  private static MetricSnapshot gauge(Metric metric, double value) {
    return Points.ofGauge(metric.metadata()).add(value, Labels.EMPTY).snapshot();
  }
}
