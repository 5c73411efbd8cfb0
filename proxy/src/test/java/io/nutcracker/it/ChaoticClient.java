// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.testing.Resp;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sends random pipelines, checks each reply against the request in its place, and now and then
 * leaves without waiting for replies. The key of a value is its beginning: {@code key7=...}.
 */
final class ChaoticClient {
  private static final int KEYS = 500;
  private static final int LONGEST_PIPELINE = 40;

  private static final Set<String> ERRORS =
      Set.of(
          "-ERR Connection refused\r\n",
          "-ERR Connection reset by peer\r\n",
          "-ERR Connection timed out\r\n",
          "-ERR Broken pipe\r\n",
          "-ERR unknown\r\n");

  private final SocketAddress proxy;
  private final Random random;
  private long rightValues;

  ChaoticClient(SocketAddress proxy, long seed) {
    this.proxy = proxy;
    this.random = new Random(seed);
  }

  /** A request and what a response to it, and to no other, looks like. */
  private record Exchange(List<String> request, Predicate<String> isRight) {
    void check(String reply) {
      if (!isRight.test(reply) && !ERRORS.contains(reply)) {
        var shown = reply.substring(0, Math.min(200, reply.length()));
        throw new AssertionError("the reply to " + request + " was '" + shown + "'");
      }
    }
  }

  /** Returns how many values it has got that were right. */
  long run(AtomicBoolean over) throws IOException {
    while (!over.get()) {
      try (var connection = PipeliningClient.connect(proxy)) {
        var pipelines = random.nextInt(1, 50);
        for (int i = 0; i < pipelines && !over.get(); i++) {
          for (var exchange : send(connection)) {
            exchange.check(read(connection));
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

  private static String read(PipeliningClient connection) {
    try {
      return connection.read();
    } catch (IOException e) {
      throw new AssertionError("a client whose requests are right keeps its connection", e);
    }
  }

  private List<Exchange> send(PipeliningClient connection) throws IOException {
    var exchanges = new ArrayList<Exchange>();
    for (int i = random.nextInt(LONGEST_PIPELINE); i >= 0; i--) {
      var exchange = randomExchange();
      connection.write(exchange.request().toArray(String[]::new));
      exchanges.add(exchange);
    }
    connection.flush();
    return exchanges;
  }

  private Exchange randomExchange() {
    var keys =
        random.ints(random.nextInt(2, 6), 0, KEYS).mapToObj(number -> "key" + number).toList();
    var key = keys.getFirst();
    return switch (random.nextInt(7)) {
      case 0 -> new Exchange(List.of("SET", key, valueOf(key)), "+OK\r\n"::equals);
      case 1 -> new Exchange(mset(keys), "+OK\r\n"::equals);
      case 2 -> new Exchange(words("MGET", keys), reply -> areValuesOf(keys, reply));
      case 3 -> new Exchange(List.of("ECHO", key), reply -> Resp.bulk(reply).equals(key));
      case 4 -> new Exchange(words("EXISTS", keys), reply -> reply.startsWith(":"));
      default -> new Exchange(List.of("GET", key), reply -> isValueOf(key, reply));
    };
  }

  private static List<String> words(String command, List<String> arguments) {
    var words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    return words;
  }

  private List<String> mset(List<String> keys) {
    return words("MSET", keys.stream().flatMap(key -> Stream.of(key, valueOf(key))).toList());
  }

  private String valueOf(String key) {
    var length = random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(50);
    return key + "=" + "x".repeat(length);
  }

  private boolean areValuesOf(List<String> keys, String reply) {
    if (!reply.startsWith("*" + keys.size() + "\r\n")) {
      return false;
    }
    var values = Resp.elements(reply);
    return IntStream.range(0, keys.size()).allMatch(i -> isValueOf(keys.get(i), values.get(i)));
  }

  /** Or nil: a restarted server has lost it. */
  private boolean isValueOf(String key, String value) {
    if (value.equals("$-1\r\n")) {
      return true;
    }
    rightValues++;
    return value.startsWith("$") && Resp.bulk(value).startsWith(key + "=");
  }
}
