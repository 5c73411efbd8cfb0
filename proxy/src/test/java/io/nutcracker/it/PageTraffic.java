// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;

import io.nutcracker.testing.RawConnection;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of a shop that give the page something to show: some keys are hot, some values large,
 * some scripts slow. They take error replies as they come.
 */
final class PageTraffic implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(4);
  private static final int ARTICLES = 2000;

  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;

  PageTraffic(SocketAddress pool, int count) {
    for (int i = 0; i < count; i++) {
      int number = i;
      clients.add(Thread.ofVirtual().start(() -> shop(pool, number)));
    }
  }

  private void shop(SocketAddress pool, int number) {
    var random = new Random(number);
    try (var connection = RawConnection.connect(pool)) {
      say(connection, "CLIENT", "SETNAME", (number % 3 == 0 ? "checkout-" : "shop-") + number);
      say(connection, "CLIENT", "SETINFO", "LIB-NAME", number % 3 == 0 ? "lettuce" : "redis-py");
      say(connection, "CLIENT", "SETINFO", "LIB-VER", number % 3 == 0 ? "7.7.0" : "6.4.0");
      while (!over) {
        step(connection, random);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static void step(RawConnection connection, Random random) {
    String key = "item:" + (int) Math.abs(random.nextGaussian() * ARTICLES / 4);
    switch (random.nextInt(200)) {
      case 0 -> say(connection, "SET", "report:" + random.nextInt(4), "x".repeat(200_000));
      case 1 -> say(connection, "EVAL", "for i = 1, 400000 do end return 1", "1", key);
      case 2, 3, 4, 5 -> say(connection, "MGET", key, "item:1", "item:2");
      default -> {
        switch (random.nextInt(10)) {
          case 0, 1 -> say(connection, "SET", key, "value");
          case 2 -> say(connection, "INCR", "visits:{home}");
          case 3 -> say(connection, "GET", "config:prices");
          default -> say(connection, "GET", key);
        }
      }
    }
  }

  @Override
  public void close() {
    over = true;
    clients.forEach(client -> {
      try {
        client.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    });
  }
}
