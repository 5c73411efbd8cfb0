// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.CommandGroup;
import io.nutcracker.stats.Latencies;
import io.nutcracker.stats.LatencyHistory;
import io.nutcracker.stats.LatencyPart;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/**
 * The latencies for Prometheus, as summaries: counts and sums since the start, quantiles of the
 * last minute.
 */
final class LatencyCollector implements MultiCollector {
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 0.9999, 1};

  private static final double NANOS = 1e9;

  private final ProxyStatus proxy;

  LatencyCollector(ProxyStatus proxy) {
    this.proxy = proxy;
  }

  @Override
  public MetricSnapshots collect() {
    proxy.latencies().refresh();
    List<PoolStatus> pools = proxy.pools();
    var groups = new ArrayList<SummaryDataPointSnapshot>();
    var servers = new ArrayList<SummaryDataPointSnapshot>();
    for (int i = 0; i < pools.size(); i++) {
      addGroups(groups, i, pools.get(i).name());
      addServers(servers, i, pools.get(i));
    }
    return MetricSnapshots.of(
        new SummarySnapshot(Metric.REQUEST_SECONDS.metadata(), groups),
        new SummarySnapshot(Metric.SERVER_REQUEST_SECONDS.metadata(), servers));
  }

  private void addGroups(List<SummaryDataPointSnapshot> points, int pool, String name) {
    Latencies latencies = proxy.latencies();
    for (CommandGroup group : CommandGroup.values()) {
      for (LatencyPart part : LatencyPart.values()) {
        latencies
            .group(pool, group, part)
            .ifPresent(history ->
                points.add(
                    point(
                        history,
                        Labels.of("pool", name, "group", group.label(), "part", label(part)))));
      }
    }
  }

  private void addServers(List<SummaryDataPointSnapshot> points, int pool, PoolStatus status) {
    Latencies latencies = proxy.latencies();
    for (int i = 0; i < status.servers().size(); i++) {
      String server = status.servers().get(i).name();
      for (LatencyPart part : LatencyPart.values()) {
        latencies
            .server(pool, i, part)
            .ifPresent(history ->
                points.add(
                    point(
                        history,
                        Labels.of("pool", status.name(), "server", server, "part", label(part)))));
      }
    }
  }

  private static String label(LatencyPart part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private static SummaryDataPointSnapshot point(LatencyHistory history, Labels labels) {
    Histogram total = history.total();
    Histogram minute = history.lastMinute();
    List<Quantile> quantiles =
        DoubleStream.of(QUANTILES)
            .mapToObj(quantile ->
                new Quantile(quantile, minute.getValueAtPercentile(quantile * 100) / NANOS))
            .toList();
    return new SummaryDataPointSnapshot(
        total.getTotalCount(),
        total.getMean() * total.getTotalCount() / NANOS,
        minute.getTotalCount() == 0 ? Quantiles.EMPTY : Quantiles.of(quantiles),
        labels,
        null,
        0);
  }
}
