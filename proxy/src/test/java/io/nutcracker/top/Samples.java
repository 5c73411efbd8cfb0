// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;

/** What a proxy might have said, for what is drawn of it. */
final class Samples {
  static final long SECOND = 1_000_000_000;
  private static final long NOON = 43_200_000;

  private Samples() {}

  static ProcessFigures process(long startedMillis, long cpuMillis) {
    return new ProcessFigures(
        "1.2.3",
        OptionalLong.of(startedMillis),
        OptionalDouble.of(3723),
        OptionalLong.of(2),
        OptionalLong.of(cpuMillis),
        OptionalLong.of(1_500_000),
        OptionalLong.of(2L << 30),
        OptionalLong.of(4000),
        "");
  }

  static PoolFigures pool(String name, boolean isTracked, long requests, String... ejected) {
    return new PoolFigures(
        name,
        "redis",
        "127.0.0.1:22121",
        3,
        Optional.of(List.of(ejected)),
        isTracked,
        stats(requests));
  }

  static Map<String, Long> stats(long requests) {
    return Map.of(
        "requests",
        requests,
        "responses",
        requests,
        "request_bytes",
        requests * 100,
        "response_bytes",
        requests * 2000,
        "server_err",
        0L,
        "server_timedout",
        0L,
        "server_eof",
        requests / 100,
        "in_queue",
        1L,
        "out_queue",
        2L,
        "client_connections",
        7L);
  }

  static List<ServerFigures> servers(int count, long requests) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new ServerFigures(
                "node-" + i,
                "10.0.0.1:6379:1",
                i == 1 ? "ejected" : "up",
                i == 1 ? OptionalLong.of(28_100) : OptionalLong.empty(),
                OptionalDouble.of(1.0 / count),
                stats(requests * (i + 1))))
        .toList();
  }

  static Snapshot snapshot(
      int second, List<PoolFigures> pools, Latencies latencies, Details details) {
    return new Snapshot(
        second * SECOND,
        NOON + second * 1000L,
        false,
        process(1, second * 350L),
        pools,
        latencies,
        details);
  }

  /** Two snapshots, one second apart, in which every server of the pool did some requests. */
  static Model model(Details before, Details now) {
    var latencies =
        new Latencies(
            Map.of("shop", new Latency(120, 1500, 2_100_000)),
            Map.of("shop", Map.of("node-0", new Latency(90, 850, 2000))));
    return model(
        snapshot(
            1, List.of(pool("shop", true, 1000), pool("session", false, 0)), latencies, before),
        snapshot(
            2,
            List.of(pool("shop", true, 7000, "node-1"), pool("session", false, 4)),
            latencies,
            now));
  }

  static Model model(Snapshot... snapshots) {
    Model model = Model.empty(new StatsAddress("127.0.0.1", 22222), ZoneOffset.UTC);
    for (Snapshot snapshot : snapshots) {
      model = model.with(snapshot, 0);
    }
    return model;
  }

  static List<String> texts(List<AttributedString> lines) {
    var texts = new ArrayList<String>();
    lines.forEach(line -> texts.add(line.toString().stripTrailing()));
    return texts;
  }
}
