// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Understands what the paths of the admin port answer. */
final class AdminAnswers {
  private AdminAnswers() {}

  /** Of {@code /overview}. */
  static ProcessFigures process(JsonTree overview) {
    JsonTree process = overview.at("process");
    double upMillis =
        process.at("now_ms").fraction().orElse(Double.NaN)
            - process.at("started_ms").fraction().orElse(Double.NaN);
    return new ProcessFigures(
        process.at("version").text(),
        process.at("started_ms").number(),
        Double.isNaN(upMillis) ? OptionalDouble.empty() : OptionalDouble.of(upMillis / 1000),
        process.at("workers").number(),
        process.at("cpu_ms").number(),
        process.at("memory_used").number(),
        process.at("memory_limit").number(),
        process.at("client_limit").number(),
        overview.at("obstacle").text());
  }

  /** Of {@code /overview}. */
  static List<PoolFigures> pools(JsonTree overview) {
    return overview.at("pools").items().stream().map(AdminAnswers::pool).toList();
  }

  private static PoolFigures pool(JsonTree pool) {
    return new PoolFigures(
        pool.at("name").text(),
        pool.at("protocol").text(),
        pool.at("listen").text(),
        (int) pool.at("servers").number().orElse(0),
        Optional.of(pool.at("ejected").items().stream().map(JsonTree::text).toList()),
        pool.at("latency_tracking").isTrue(),
        stats(pool.at("stats")));
  }

  /** The numbers among the members. */
  static Map<String, Long> stats(JsonTree stats) {
    var numbers = new HashMap<String, Long>();
    stats
        .members()
        .forEach((name, value) -> value.number().ifPresent(number -> numbers.put(name, number)));
    return numbers;
  }

  /** Of one pool in what {@code /pools} answers. */
  static List<ServerFigures> servers(JsonTree pool) {
    return pool.at("servers").items().stream().map(AdminAnswers::server).toList();
  }

  private static ServerFigures server(JsonTree server) {
    return new ServerFigures(
        server.at("name").text(),
        server.at("address").text(),
        server.at("state").text(),
        server.at("returns_in_ms").number(),
        server.at("share").fraction(),
        stats(server.at("stats")));
  }

  /** Of {@code /latency}. */
  static Latencies latencies(JsonTree answer) {
    var pools = new HashMap<String, Latency>();
    var servers = new HashMap<String, Map<String, Latency>>();
    for (JsonTree pool : answer.at("pools").items()) {
      String name = pool.at("name").text();
      latency(pool.at("all")).ifPresent(latency -> pools.put(name, latency));
      var ofServers = new LinkedHashMap<String, Latency>();
      pool.at("servers")
          .members()
          .forEach((server, parts) ->
              latency(parts.at("server")).ifPresent(latency -> ofServers.put(server, latency)));
      servers.put(name, ofServers);
    }
    return new Latencies(pools, servers);
  }

  private static Optional<Latency> latency(JsonTree part) {
    return part.at("count").number().orElse(0) == 0
        ? Optional.empty()
        : Optional.of(new Latency(number(part, "p50"), number(part, "p99"), number(part, "max")));
  }

  private static long number(JsonTree of, String name) {
    return of.at(name).number().orElse(0);
  }

  /** Of {@code /hotkeys}. */
  static Details hotKeys(JsonTree answer, String pool) {
    JsonTree told = answer.at("pools").at(pool);
    List<HotKey> keys =
        told.at("keys").items().stream()
            .map(key ->
                new HotKey(
                    key.at("key").text(),
                    number(key, "requests"),
                    key.at("share").fraction().orElse(0)))
            .toList();
    return Details.ofHotKeys(pool, keys, number(told, "sampled_every"));
  }

  /** Of {@code /bigkeys}. */
  static Details bigKeys(JsonTree answer, String pool) {
    return Details.ofBigKeys(
        pool,
        answer.at("pools").at(pool).items().stream()
            .map(
                key -> new BigKey(key.at("key").text(), number(key, "bytes"), number(key, "at_ms")))
            .toList());
  }

  /** Of {@code /slowlog}. */
  static Details slowRequests(JsonTree answer, String pool) {
    return Details.ofSlowRequests(
        pool, answer.at("pools").at(pool).items().stream().map(AdminAnswers::slow).toList());
  }

  private static SlowRequest slow(JsonTree slow) {
    String client = slow.at("client").text();
    String name = slow.at("client_name").text();
    return new SlowRequest(
        number(slow, "id"),
        number(slow, "at_ms"),
        slow.at("command").items().stream().map(JsonTree::text).collect(joining(" ")),
        slow.at("server").text(),
        number(slow, "waiting_us"),
        number(slow, "server_us"),
        number(slow, "client_us"),
        name.isEmpty() ? client : name + " (" + client + ")");
  }
}
