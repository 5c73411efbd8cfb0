// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Java and the system tell of the process, under the names that they have everywhere. Where
 * there is no {@code /proc}, what would stand there is left out.
 */
final class ProcessCollector implements MultiCollector {
  private static final Path PROC = Path.of("/proc/self");

  /** {@code VmRSS: 123456 kB}. */
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  /** {@code Max open files 1024 524288 files}. */
  private static final Pattern MOST_FILES = Pattern.compile("(?m)^Max open files +(\\d+)");

  @Override
  public MetricSnapshots collect() {
    var all = new ArrayList<MetricSnapshot>();
    addJava(all);
    ProcessHandle.Info process = ProcessHandle.current().info();
    process
        .totalCpuDuration()
        .ifPresent(time ->
            all.add(
                Points.ofCounter(seconds("process_cpu_seconds", "Time on processors"))
                    .add(time.toNanos() / 1e9, Labels.EMPTY)
                    .snapshot()));
    process
        .startInstant()
        .map(Instant::toEpochMilli)
        .ifPresent(ms ->
            all.add(gauge(seconds("process_start_time_seconds", "When it was started"), ms / 1e3)));
    if (Files.exists(PROC)) {
      addProc(all);
    }
    return new MetricSnapshots(all);
  }

  private static MetricMetadata seconds(String name, String help) {
    return new MetricMetadata(name, help, Unit.SECONDS);
  }

  private static MetricMetadata bytes(String name, String help) {
    return new MetricMetadata(name, help, Unit.BYTES);
  }

  private static MetricSnapshot gauge(MetricMetadata metadata, double value) {
    return Points.ofGauge(metadata).add(value, Labels.EMPTY).snapshot();
  }

  private static void addJava(List<MetricSnapshot> all) {
    Runtime java = Runtime.getRuntime();
    all.add(
        Points.ofGauge(bytes("jvm_memory_used_bytes", "Java's heap"))
            .add((double) (java.totalMemory() - java.freeMemory()), Labels.of("area", "heap"))
            .snapshot());
    all.add(
        Points.ofGauge(bytes("jvm_memory_max_bytes", "What Java's heap may grow to"))
            .add((double) java.maxMemory(), Labels.of("area", "heap"))
            .snapshot());
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    all.add(gauge(new MetricMetadata("jvm_threads_current", "Java's threads"), threads));
    all.add(
        new SummarySnapshot(
            seconds("jvm_gc_collection_seconds", "Time in Java's garbage collections"),
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(ProcessCollector::collections)
                .toList()));
  }

  private static SummaryDataPointSnapshot collections(GarbageCollectorMXBean collector) {
    return new SummaryDataPointSnapshot(
        collector.getCollectionCount(),
        collector.getCollectionTime() / 1e3,
        Quantiles.EMPTY,
        Labels.of("gc", collector.getName()),
        Exemplars.EMPTY,
        0);
  }

  private static void addProc(List<MetricSnapshot> all) {
    String resident = find(RESIDENT, "status");
    if (resident != null) {
      all.add(
          gauge(
              bytes("process_resident_memory_bytes", "Memory of the whole process"),
              Long.parseLong(resident) * 1024.0));
    }
    String most = find(MOST_FILES, "limits");
    if (most != null) {
      var metadata = new MetricMetadata("process_max_fds", "How many files may be open");
      all.add(gauge(metadata, Double.parseDouble(most)));
    }
    all.add(
        gauge(
            new MetricMetadata("process_open_fds", "Open files and sockets"),
            (double) openFiles()));
  }

  private static @Nullable String find(Pattern pattern, String file) {
    try {
      Matcher found = pattern.matcher(Files.readString(PROC.resolve(file)));
      return found.find() ? found.group(1) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long openFiles() {
    try (Stream<Path> open = Files.list(PROC.resolve("fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
