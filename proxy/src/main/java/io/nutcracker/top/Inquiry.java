// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutcracker.top.NoAnswerException.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks a stats port what is shown, turn by turn, and finds out whether it speaks HTTP. Used by one
 * thread.
 */
final class Inquiry {
  /** Latencies are of a minute, and to add them up costs the proxy more than other answers. */
  private static final long LATENCY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * So many turns a plain reader remains one. Then HTTP is tried again: our proxy may have taken
   * the C program's place, or may have been too busy to be recognized.
   */
  private static final int PLAIN_TURNS = 10;

  private final StatsPort port;
  private Latencies latencies = Latencies.NONE;
  private long latenciesAt = System.nanoTime() - LATENCY_NANOS;
  private int plainTurns;

  Inquiry(StatsPort port) {
    this.port = port;
  }

  /** What one view shows. */
  Snapshot ask(Question question) throws NoAnswerException {
    if (plainTurns > 0) {
      plainTurns--;
      return plain(question.pool());
    }
    try {
      return inHttp(question);
    } catch (NoAnswerException e) {
      Snapshot snapshot = plainInstead(e, question.pool());
      plainTurns = PLAIN_TURNS;
      return snapshot;
    }
  }

  private Snapshot plainInstead(NoAnswerException e, String pool) throws NoAnswerException {
    if (e.kind() != Kind.NO_HTTP) {
      throw e;
    }
    return plain(pool);
  }

  private Snapshot inHttp(Question question) throws NoAnswerException {
    Snapshot snapshot = overview();
    if (question.view() == View.OVERVIEW || question.view() == View.SERVERS) {
      refreshLatencies(snapshot.pools());
    }
    String pool = snapshot.nameOrFirst(question.pool());
    return snapshot.with(latencies).with(details(question.view(), pool));
  }

  private Snapshot overview() throws NoAnswerException {
    JsonTree overview = port.get("/overview");
    return new Snapshot(
        System.nanoTime(),
        System.currentTimeMillis(),
        false,
        AdminAnswers.process(overview),
        AdminAnswers.pools(overview),
        latencies,
        Details.NONE);
  }

  private void refreshLatencies(List<PoolFigures> pools) throws NoAnswerException {
    if (pools.stream().anyMatch(PoolFigures::isTracked)
        && System.nanoTime() - latenciesAt >= LATENCY_NANOS) {
      latencies = AdminAnswers.latencies(port.get("/latency"));
      latenciesAt = System.nanoTime();
    }
  }

  private Details details(View view, String pool) throws NoAnswerException {
    if (pool.isEmpty()) {
      return Details.NONE;
    }
    return switch (view) {
      case OVERVIEW -> Details.NONE;
      case SERVERS ->
          Details.ofServers(
              pool,
              port.get("/pools?pool=" + encode(pool, UTF_8)).at("pools").items().stream()
                  .flatMap(each -> AdminAnswers.servers(each).stream())
                  .toList());
      case HOT_KEYS -> AdminAnswers.hotKeys(port.get("/hotkeys"), pool);
      case BIG_VALUES -> AdminAnswers.bigKeys(port.get("/bigkeys"), pool);
      case SLOW_LOG -> AdminAnswers.slowRequests(port.get("/slowlog"), pool);
    };
  }

  private Snapshot plain(String wanted) throws NoAnswerException {
    JsonTree line = port.line();
    Snapshot snapshot = plain(line);
    String pool = snapshot.nameOrFirst(wanted);
    return snapshot.with(Details.ofServers(pool, PlainLine.servers(line.at(pool))));
  }

  private static Snapshot plain(JsonTree line) {
    return new Snapshot(
        System.nanoTime(),
        System.currentTimeMillis(),
        true,
        PlainLine.process(line),
        PlainLine.pools(line),
        Latencies.NONE,
        Details.NONE);
  }

  /**
   * The servers of all pools: a snapshot for each pool, or one without details if there is none.
   */
  List<Snapshot> askAll() throws NoAnswerException {
    try {
      Snapshot snapshot = overview();
      refreshLatencies(snapshot.pools());
      Snapshot whole = snapshot.with(latencies);
      return each(
          whole,
          port.get("/pools").at("pools").items().stream()
              .map(pool -> Details.ofServers(pool.at("name").text(), AdminAnswers.servers(pool))));
    } catch (NoAnswerException e) {
      if (e.kind() != Kind.NO_HTTP) {
        throw e;
      }
      JsonTree line = port.line();
      Snapshot whole = plain(line);
      return each(
          whole,
          whole.pools().stream()
              .map(PoolFigures::name)
              .map(pool -> Details.ofServers(pool, PlainLine.servers(line.at(pool)))));
    }
  }

  private static List<Snapshot> each(Snapshot whole, Stream<Details> details) {
    List<Snapshot> snapshots = details.map(whole::with).toList();
    return snapshots.isEmpty() ? List.of(whole) : snapshots;
  }
}
