// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** The values that a metric has at one moment, one for each pool or server. */
final class Points {
  private static final long NO_TIME = 0;

  private final MetricMetadata metadata;
  private final boolean isCounter;
  private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
  private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();

  private Points(MetricMetadata metadata, boolean isCounter) {
    this.metadata = metadata;
    this.isCounter = isCounter;
  }

  /** Of a metric that only rises. */
  static Points ofCounter(MetricMetadata metadata) {
    return new Points(metadata, true);
  }

  static Points ofGauge(MetricMetadata metadata) {
    return new Points(metadata, false);
  }

  Points add(double value, Labels labels) {
    if (isCounter) {
      counters.add(new CounterDataPointSnapshot(value, labels, null, NO_TIME));
    } else {
      gauges.add(new GaugeDataPointSnapshot(value, labels, null));
    }
    return this;
  }

  boolean isEmpty() {
    return counters.isEmpty() && gauges.isEmpty();
  }

  MetricSnapshot snapshot() {
    return isCounter
        ? new CounterSnapshot(metadata, counters)
        : new GaugeSnapshot(metadata, gauges);
  }
}
