// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.stats.CommandGroup;
import io.nutcracker.stats.LatencyPart;
import io.nutcracker.stats.PoolLatencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/**
 * The latencies since the start as the section Latencystats of INFO has them (redis.io, "INFO"),
 * but by group of commands and part:
 *
 * <pre>
 *   latency_percentiles_usec_read_server:p50=81.4,p90=95.7,p99=165.9,p99.9=233.5,p99.99=4091.9,p100=5210.1
 * </pre>
 */
final class LatencyStats {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

  private LatencyStats() {}

  /** The lines of what was recorded, by name. */
  static Map<String, String> of(List<PoolLatencies> latencies) {
    var lines = new LinkedHashMap<String, String>();
    for (CommandGroup group : CommandGroup.values()) {
      for (LatencyPart part : LatencyPart.values()) {
        Histogram sum = PoolLatencies.forGroup();
        latencies.forEach(ofWorker -> ofWorker.addGroup(group, part, sum));
        if (sum.getTotalCount() > 0) {
          String name = group.label() + "_" + part.name().toLowerCase(Locale.ROOT);
          lines.put("latency_percentiles_usec_" + name, percentiles(sum));
        }
      }
    }
    return lines;
  }

  private static String percentiles(Histogram histogram) {
    return DoubleStream.of(PERCENTILES)
        .mapToObj(percentile -> percentile(histogram, percentile))
        .collect(Collectors.joining(","));
  }

  private static String percentile(Histogram histogram, double percentile) {
    String name = percentile % 1 == 0 ? Integer.toString((int) percentile) : "" + percentile;
    double micros = histogram.getValueAtPercentile(percentile) / 1e3;
    return "p%s=%s".formatted(name, String.format(Locale.ROOT, "%.1f", micros));
  }
}
