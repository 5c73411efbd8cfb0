// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * What well-behaved clients see of a proxy: each sends a small request, reads the response, and
 * starts again.
 */
final class Visitors {
  private static final String NOTHING = ":0\r\n";

  /** Of all requests, in nanoseconds, sorted. */
  private final long[] latencies;

  private Visitors(long[] latencies) {
    this.latencies = latencies;
  }

  /** So many clients for so long; all ask for the same key, which no server has. */
  static Visitors of(SocketAddress proxy, String key, int clients, Duration duration)
      throws Exception {
    Callable<long[]> client = () -> run(proxy, key, duration);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> runs = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        runs.add(threads.submit(client));
      }
      return new Visitors(runs.stream().flatMapToLong(Visitors::result).sorted().toArray());
    }
  }

  private static LongStream result(Future<long[]> run) {
    try {
      return Arrays.stream(run.get());
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long[] run(SocketAddress proxy, String key, Duration duration) throws IOException {
    var latencies = LongStream.builder();
    try (var client = PipeliningClient.connect(proxy)) {
      var start = System.nanoTime();
      var now = start;
      while (now - start < duration.toNanos()) {
        var sent = now;
        assertThat(client.call("EXISTS", key)).isEqualTo(NOTHING);
        now = System.nanoTime();
        latencies.add(now - sent);
      }
    }
    return latencies.build().toArray();
  }

  Duration p99() {
    return Duration.ofNanos(latencies[latencies.length * 99 / 100]);
  }

  /** {@code 12345 requests, 99 % within 1234 µs}. */
  @Override
  public String toString() {
    return latencies.length + " requests, 99 % within " + p99().toNanos() / 1000 + " µs";
  }
}
