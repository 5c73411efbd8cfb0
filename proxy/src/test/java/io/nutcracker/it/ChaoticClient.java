// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends random pipelines, checks each reply against the request in its place, and now and then
 * leaves without waiting for replies. The key of a value is its beginning: {@code key7=...}.
 */
abstract class ChaoticClient {
  private static final int KEYS = 500;
  private static final int LONGEST_PIPELINE = 40;

  private final SocketAddress proxy;
  private final Set<String> errors;
  private final Random random;
  private long rightValues;

  /**
   * What both protocols have in common.
   *
   * @param errorForm what an error for a lost server looks like, with {@code %s} for its text
   */
  ChaoticClient(SocketAddress proxy, long seed, String errorForm) {
    this.proxy = proxy;
    this.random = new Random(seed);
    this.errors =
        Stream.of(
                "Connection refused",
                "Connection reset by peer",
                "Connection timed out",
                "Broken pipe",
                "unknown")
            .map(errorForm::formatted)
            .collect(Collectors.toSet());
  }

  /** A request and what a response to it, and to no other, looks like. */
  record Exchange(String request, boolean isAnswered, Predicate<String> isRight) {
    static Exchange answered(String request, Predicate<String> isRight) {
      return new Exchange(request, true, isRight);
    }

    static Exchange unanswered(String request) {
      return new Exchange(request, false, _ -> false);
    }
  }

  /** The next thing to say, to one or more of these keys. */
  abstract Exchange exchange(int kind, List<String> keys);

  /** The next reply in its wire form. */
  abstract String readReply(PipeliningClient connection) throws IOException;

  /** Returns how many values it has got that were right. */
  long run(AtomicBoolean over) throws IOException {
    while (!over.get()) {
      try (var connection = PipeliningClient.connect(proxy)) {
        var pipelines = random.nextInt(1, 50);
        for (int i = 0; i < pipelines && !over.get(); i++) {
          for (var exchange : send(connection)) {
            check(exchange, read(connection));
          }
        }
        send(connection);
        if (random.nextBoolean()) {
          connection.reset();
        }
      }
    }
    return rightValues;
  }

  private void check(Exchange exchange, String reply) {
    if (!exchange.isRight().test(reply) && !errors.contains(reply)) {
      var shown = reply.substring(0, Math.min(200, reply.length()));
      throw new AssertionError("the reply to " + exchange.request() + " was '" + shown + "'");
    }
  }

  private String read(PipeliningClient connection) {
    try {
      return readReply(connection);
    } catch (IOException e) {
      throw new AssertionError("a client whose requests are right keeps its connection", e);
    }
  }

  /** Returns those that will be answered. */
  private List<Exchange> send(PipeliningClient connection) throws IOException {
    var exchanges = new ArrayList<Exchange>();
    for (int i = random.nextInt(LONGEST_PIPELINE); i >= 0; i--) {
      var keys =
          random.ints(random.nextInt(2, 6), 0, KEYS).mapToObj(number -> "key" + number).toList();
      var exchange = exchange(random.nextInt(7), keys);
      connection.writeRaw(exchange.request());
      if (exchange.isAnswered()) {
        exchanges.add(exchange);
      }
    }
    connection.flush();
    return exchanges;
  }

  /** A value to store under this key. */
  final String valueOf(String key) {
    var length = random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(50);
    return key + "=" + "x".repeat(length);
  }

  final boolean isValueOf(String key, String value) {
    rightValues++;
    return value.startsWith(key + "=");
  }
}
