// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static io.nutcracker.stats.PoolStat.CLIENT_CONNECTIONS;
import static io.nutcracker.stats.ServerStat.IN_QUEUE;
import static io.nutcracker.stats.ServerStat.OUT_QUEUE;
import static io.nutcracker.stats.ServerStat.REQUESTS;
import static io.nutcracker.stats.ServerStat.REQUEST_BYTES;
import static io.nutcracker.stats.ServerStat.RESPONSES;
import static io.nutcracker.stats.ServerStat.RESPONSE_BYTES;
import static io.nutcracker.stats.ServerStat.SERVER_EJECTED_AT;

import io.nutcracker.stats.Stat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The rows of each view, from what the proxy said. */
final class Rows {
  private final Model model;
  private final Snapshot now;
  private final Rates rates;

  private Rows(Model model, Snapshot now) {
    this.model = model;
    this.now = now;
    this.rates = new Rates(model.before(), now);
  }

  /** Those that hold what is looked for, sorted. */
  static List<Row> of(Model model, Place place) {
    return model.now().map(now -> new Rows(model, now).of(place)).orElse(List.of());
  }

  private List<Row> of(Place place) {
    return all(place)
        .filter(row -> row.holds(place.filter()))
        .sorted(place.order()::compare)
        .toList();
  }

  private Stream<Row> all(Place place) {
    if (place.view() == View.OVERVIEW) {
      return now.pools().stream().map(this::pool);
    }
    Optional<PoolFigures> pool = model.pool(place.pool());
    Details details = now.details();
    // What is there may still be that of the pool before.
    if (pool.isEmpty() || !details.pool().equals(pool.get().name())) {
      return Stream.of();
    }
    return switch (place.view()) {
      case OVERVIEW -> Stream.of();
      case SERVERS -> details.servers().stream().map(each -> server(details.pool(), each));
      case HOT_KEYS -> details.hotKeys().stream().map(Rows::hotKey);
      case BIG_VALUES -> details.bigKeys().stream().map(this::bigKey);
      case SLOW_LOG -> details.slowRequests().stream().map(this::slowRequest);
    };
  }

  private Row pool(PoolFigures pool) {
    Optional<Latency> latency = now.latencies().of(pool.name());
    return new Row(
        pool.name(),
        List.of(
            Cell.text(pool.name(), Ink.TITLE),
            state(pool),
            Cell.rate(rates.of(pool, REQUESTS)),
            Cell.rate(rates.of(pool, RESPONSES)),
            Cell.errors(rates.errors(pool)),
            Cell.count(stat(pool.stats(), CLIENT_CONNECTIONS)),
            Cell.count(stat(pool.stats(), IN_QUEUE) + stat(pool.stats(), OUT_QUEUE)),
            Cell.bytes(rates.of(pool, REQUEST_BYTES)),
            Cell.bytes(rates.of(pool, RESPONSE_BYTES)),
            latency(latency, Latency::p50),
            latency(latency, Latency::p99),
            latency(latency, Latency::longest)));
  }

  private static Cell state(PoolFigures pool) {
    if (pool.ejected().isEmpty()) {
      return Cell.text(Format.plural(pool.servers(), "server"));
    }
    int ejected = pool.ejected().get().size();
    return ejected == 0
        ? Cell.text("● " + Format.count(pool.servers()) + " up", Ink.GOOD)
        : Cell.text(
            "▲ %s of %s up"
                .formatted(Format.count(pool.servers() - ejected), Format.count(pool.servers())),
            Ink.BAD);
  }

  private Row server(String pool, ServerFigures server) {
    OptionalDouble share = server.share();
    return new Row(
        server.name(),
        List.of(
            Cell.text(server.name(), Ink.TITLE),
            Cell.text(server.address()),
            state(server),
            Cell.share(share),
            Cell.rate(rates.of(pool, server, REQUESTS)),
            Cell.errors(rates.errors(pool, server)),
            Cell.count(stat(server.stats(), IN_QUEUE)),
            Cell.count(stat(server.stats(), OUT_QUEUE)),
            latency(now.latencies().of(pool, server.name()), Latency::p99)));
  }

  private Cell state(ServerFigures server) {
    if (server.isEjected()) {
      OptionalLong back = server.returnsInMs();
      return Cell.text(
          back.isPresent()
              ? "▲ ejected, back in " + Format.duration(Math.ceil(back.getAsLong() / 1000.0))
              : "▲ ejected",
          Ink.BAD);
    }
    if (!server.state().isEmpty()) {
      return Cell.text("● " + server.state(), Ink.GOOD);
    }
    long ejectedAt = stat(server.stats(), SERVER_EJECTED_AT);
    return Cell.text(
        ejectedAt == 0
            ? "never ejected"
            : "ejected at " + moment(TimeUnit.MICROSECONDS.toMillis(ejectedAt)));
  }

  private static Row hotKey(HotKey key) {
    return new Row(
        key.key(),
        List.of(
            Cell.text(key.key()),
            Cell.count(key.requests()),
            Cell.share(OptionalDouble.of(key.share()))));
  }

  private Row bigKey(BigKey key) {
    return new Row(
        key.key(),
        List.of(
            Cell.text(key.key()),
            Cell.number(Format.bytes((double) key.bytes()), (double) key.bytes()),
            Cell.number(moment(key.atMillis()), (double) key.atMillis())));
  }

  private Row slowRequest(SlowRequest slow) {
    return new Row(
        "" + slow.id(),
        List.of(
            Cell.count(slow.id()),
            Cell.number(moment(slow.atMillis()), (double) slow.atMillis()),
            Cell.text(slow.command()),
            Cell.text(slow.server()),
            latency(slow.took()),
            latency(slow.waiting()),
            latency(slow.atServer()),
            latency(slow.toClient()),
            Cell.text(slow.client())));
  }

  private String moment(long millis) {
    return Format.moment(millis, now.millis(), model.zone());
  }

  private static Cell latency(long micros) {
    return Cell.latency(OptionalLong.of(micros));
  }

  private static Cell latency(Optional<Latency> latency, ToLongFunction<Latency> figure) {
    return Cell.latency(
        latency.isPresent()
            ? OptionalLong.of(figure.applyAsLong(latency.get()))
            : OptionalLong.empty());
  }

  private static long stat(Map<String, Long> stats, Stat stat) {
    return stats.getOrDefault(stat.statName(), 0L);
  }
}
