// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.it.Ledger.Effect;
import io.nutcracker.it.Ledger.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends random pipelines and checks each reply against the request in its place and against its
 * {@link Ledger}: a reply that belongs to another request is noticed, and so is a write that was
 * acknowledged and is lost. Ends by reading all that is in the ledger.
 */
abstract class ChaoticClient {
  private static final int SHORT_VALUE = 50;

  private final Errand errand;
  private final String errorStart;
  private final Random random;
  private final Ledger ledger;
  private final Figures figures = new Figures();

  /**
   * What both protocols have in common.
   *
   * @param errorStart what comes before the text of the proxy's errors
   */
  ChaoticClient(Errand errand, String errorStart) {
    this.errand = errand;
    this.errorStart = errorStart;
    this.random = new Random(errand.seed());
    this.ledger = new Ledger(errand.client());
  }

  /**
   * A request, the entries whose keys it names, and what a response to it, and to no other, looks
   * like.
   */
  record Exchange(
      String request,
      boolean isAnswered,
      Effect effect,
      List<Entry> entries,
      Predicate<String> isRight) {
    static Exchange reads(String request, List<Entry> entries, Predicate<String> isRight) {
      return new Exchange(request, true, Effect.READS, entries, isRight);
    }

    static Exchange writes(String request, List<Entry> entries, String reply) {
      return new Exchange(request, true, Effect.WRITES, entries, reply::equals);
    }

    static Exchange deletes(String request, List<Entry> entries, Predicate<String> isRight) {
      return new Exchange(request, true, Effect.DELETES, entries, isRight);
    }

    static Exchange unanswered(String request) {
      return new Exchange(request, false, Effect.READS, List.of(), _ -> false);
    }

    private List<String> keys() {
      return entries.stream().map(Entry::key).toList();
    }
  }

  /** The next thing to say, to one or some keys: 0 to 9. */
  abstract Exchange exchange(int kind);

  /** Asks for one value. */
  abstract Exchange get(Entry entry);

  /** The next reply in its wire form. */
  abstract String readReply(PipeliningClient connection) throws IOException;

  /** Returns what it has seen. */
  Figures run(Load load) {
    try {
      while (!load.isOver()) {
        work(load);
      }
      readEverything();
      return figures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void work(Load load) throws IOException {
    try (var connection = PipeliningClient.connect(errand.proxy())) {
      var pipelines = errand.leaves() ? random.nextInt(1, 50) : Integer.MAX_VALUE;
      for (int i = 0; i < pipelines && !load.isOver(); i++) {
        load.exchange(() -> converse(connection, randomPipeline()));
        LockSupport.parkNanos(random.nextLong(errand.longestPauseMs() * 1_000_000L + 1));
      }
      if (errand.leaves()) {
        leave(connection);
      }
    }
  }

  private List<Exchange> randomPipeline() {
    return Stream.generate(() -> exchange(random.nextInt(10)))
        .limit(random.nextInt(errand.longestPipeline()) + 1)
        .toList();
  }

  private void readEverything() throws IOException {
    try (var connection = PipeliningClient.connect(errand.proxy())) {
      for (var entry : ledger.entries()) {
        converse(connection, List.of(get(entry)));
      }
    }
  }

  /** The keys of values that were acknowledged and are on none of these servers. */
  List<String> lostKeys(List<SocketAddress> servers) throws IOException {
    var missing =
        new ArrayList<>(ledger.entries().stream().filter(entry -> !entry.mayBeAbsent()).toList());
    for (var server : servers) {
      try (var connection = PipeliningClient.connect(server)) {
        send(connection, missing.stream().map(this::get).toList());
        var replies = new ArrayList<String>();
        for (int i = 0; i < missing.size(); i++) {
          replies.add(readReply(connection));
        }
        var next = replies.iterator();
        missing.removeIf(entry -> next.next().contains(entry.value()));
      }
    }
    return missing.stream().map(Entry::key).toList();
  }

  private void converse(PipeliningClient connection, List<Exchange> exchanges) {
    var sentNanos = Load.now();
    try {
      send(connection, exchanges);
      for (var exchange : exchanges) {
        if (exchange.isAnswered()) {
          check(exchange, readReply(connection), sentNanos);
        }
      }
    } catch (IOException e) {
      throw new AssertionError("a client whose requests are right keeps its connection", e);
    }
  }

  private void check(Exchange exchange, String reply, long sentNanos) {
    var now = Load.now();
    figures.onReply(sentNanos, now);
    if (reply.startsWith(errorStart)) {
      var text = reply.substring(errorStart.length()).strip();
      if (!errand.excuses().mayFail(text, exchange.keys(), sentNanos, now)) {
        throw wrong(exchange, reply, sentNanos);
      }
      figures.onError(text, sentNanos);
      exchange.entries().forEach(entry -> entry.onFailure(exchange.effect()));
    } else if (exchange.isRight().test(reply)) {
      exchange.entries().forEach(entry -> entry.onResponse(exchange.effect()));
    } else {
      throw wrong(exchange, reply, sentNanos);
    }
  }

  private AssertionError wrong(Exchange exchange, String reply, long sentNanos) {
    return new AssertionError(
        "the reply to '%s' was '%s'; sent at %d ms, answered at %d ms, %s"
            .formatted(
                shortened(exchange.request()),
                shortened(reply),
                sentNanos / 1_000_000,
                Load.now() / 1_000_000,
                errand.excuses()));
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(200, text.length())).replace("\r\n", " ");
  }

  /** Goes away without a word: with replies to come, and in the middle of a request. */
  private void leave(PipeliningClient connection) throws IOException {
    var exchanges = randomPipeline();
    exchanges.forEach(
        exchange -> exchange.entries().forEach(entry -> entry.onFailure(exchange.effect())));
    send(connection, exchanges);
    var half = exchanges.getFirst().request();
    connection.writeRaw(half.substring(0, random.nextInt(half.length()))).flush();
    if (random.nextBoolean()) {
      connection.reset();
    }
  }

  private static void send(PipeliningClient connection, List<Exchange> exchanges)
      throws IOException {
    for (var exchange : exchanges) {
      connection.writeRaw(exchange.request());
    }
    connection.flush();
  }

  /** An entry to be written. */
  final Entry newEntry() {
    var isLong = random.nextInt(20) == 0;
    return ledger.add(random.nextInt(isLong ? errand.longestValue() : SHORT_VALUE));
  }

  final List<Entry> newEntries() {
    return Stream.generate(this::newEntry).limit(random.nextInt(1, 5)).toList();
  }

  /** An entry to be read. */
  final Entry anyEntry() {
    return ledger.any(random);
  }

  /** Some different ones. */
  final List<Entry> anyEntries() {
    return Stream.generate(this::anyEntry).limit(random.nextInt(1, 6)).distinct().toList();
  }

  /** Entries to be deleted, or none. */
  final List<Entry> oldEntries(int most) {
    return ledger.takeOld(most);
  }

  /** Whether this may be what the server has under the key; null: nothing. */
  final boolean isRight(Entry entry, @Nullable String value) {
    if (value == null) {
      return mayBeAbsent(entry);
    }
    figures.onValue();
    return mayBePresent(entry) && value.equals(entry.value());
  }

  final boolean mayBeAbsent(Entry entry) {
    return entry.mayBeAbsent() || mayBeForgotten(entry);
  }

  final boolean mayBePresent(Entry entry) {
    return entry.mayBePresent() || mayBeForgotten(entry);
  }

  private boolean mayBeForgotten(Entry entry) {
    return errand.excuses().mayBeForgotten(entry.key(), entry.writtenNanos());
  }

  /** Whether so many of these keys may exist. */
  final boolean mayExist(List<Entry> entries, long count) {
    var least = entries.stream().filter(entry -> !mayBeAbsent(entry)).count();
    var most = entries.stream().filter(this::mayBePresent).count();
    return least <= count && count <= most;
  }
}
