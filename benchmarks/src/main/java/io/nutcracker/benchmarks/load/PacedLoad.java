// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Sends GET to Redis at a rate that does not depend on how fast the replies come, and says how long
 * these took, in one line of CSV. A request that is due while its client still waits for the last
 * reply counts from when it was due: a proxy that stalls does not save itself the requests of that
 * time.
 *
 * <pre>
 *   host port clients requests-per-second warm-up-seconds seconds keys value-bytes
 * </pre>
 */
public final class PacedLoad implements AutoCloseable {
  /** What {@link #run} tells. */
  public static final String HEADER =
      "\"requests\",\"rps\",\"p50_latency_ms\",\"p99_latency_ms\",\"p999_latency_ms\",\"max_latency_ms\"";

  private static final int RECEIVED_BYTES = 64 * 1024;

  /** How long the last replies may take. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Selector selector = Selector.open();
  private final List<PacedClient> clients = new ArrayList<>();
  private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVED_BYTES);
  private final Latencies latencies = new Latencies();
  private final long intervalNanos;

  PacedLoad(SocketAddress address, int clients, int rate, int keys, int valueBytes)
      throws IOException {
    intervalNanos = TimeUnit.SECONDS.toNanos(clients) / rate;
    for (int i = 0; i < clients; i++) {
      this.clients.add(new PacedClient(address, selector, keys, valueBytes));
    }
  }

  /** Warms up, measures, and leaves. */
  public static void main(String[] args) throws IOException {
    var address = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    int[] numbers = new int[6];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(args[i + 2]);
    }
    try (var load = new PacedLoad(address, numbers[0], numbers[1], numbers[4], numbers[5])) {
      load.run(numbers[2]);
      System.out.println(HEADER);
      System.out.println(load.run(numbers[3]));
    }
  }

  /** Sends for this long and tells what came of it, as {@link #HEADER} says. */
  String run(int seconds) throws IOException {
    latencies.clear();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).schedule(start + intervalNanos * i / clients.size(), intervalNanos);
    }
    sendUntil(end);
    drain(end + PATIENCE_NANOS);
    return String.format(
        Locale.ROOT,
        "%d,%.2f,%.3f,%.3f,%.3f,%.3f",
        latencies.count(),
        latencies.count() / (double) seconds,
        latencies.perMilleMs(500),
        latencies.perMilleMs(990),
        latencies.perMilleMs(999),
        latencies.perMilleMs(1000));
  }

  private void sendUntil(long end) throws IOException {
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      for (PacedClient client : clients) {
        client.sendIfDue(now);
      }
      // Requests leave in bursts, one each millisecond: spinning would take a core from the others.
      select(1);
    }
  }

  private void drain(long giveUpAt) throws IOException {
    clients.forEach(PacedClient::sendNoMore);
    while (clients.stream().anyMatch(PacedClient::waits)) {
      if (System.nanoTime() > giveUpAt) {
        throw new IOException("a reply did not come");
      }
      select(100);
    }
  }

  private void select(int millis) throws IOException {
    try {
      selector.select(this::receive, millis);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void receive(SelectionKey key) {
    try {
      ((PacedClient) key.attachment()).receive(received, latencies);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (PacedClient client : clients) {
      client.close();
    }
    selector.close();
  }
}
