// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sends requests over many connections and says how fast the replies came. A line of standard input
 * with a number asks for that many requests; the answer is a line of CSV. So the program is warm
 * when it matters.
 *
 * <pre>
 *   host port get|set keys-per-request clients pipeline value-bytes keys
 * </pre>
 */
public final class MemcachedLoad implements AutoCloseable {
  /** What {@link #run} tells. */
  public static final String HEADER = "\"requests\",\"rps\",\"p99_latency_ms\"";

  private static final int PATIENCE_MS = 10_000;
  private static final int RECEIVED_BYTES = 256 * 1024;

  private final Selector selector = Selector.open();
  private final List<Client> clients = new ArrayList<>();
  private final Requests requests;
  private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVED_BYTES);
  private final Latencies latencies = new Latencies();
  private long batchesToSend;

  MemcachedLoad(SocketAddress address, int clients, Requests requests) throws IOException {
    this.requests = requests;
    for (int i = 0; i < clients; i++) {
      this.clients.add(new Client(address, selector, requests));
    }
  }

  /** Serves one line of standard input after another, until it ends. */
  public static void main(String[] args) throws IOException {
    var address = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    int[] numbers = new int[5];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(args[i + 3]);
    }
    var requests = new Requests(args[2], numbers[0], numbers[2], numbers[3], numbers[4]);
    try (var load = new MemcachedLoad(address, numbers[1], requests)) {
      serve(load, new InputStreamReader(System.in, StandardCharsets.US_ASCII), System.out);
    }
  }

  private static void serve(MemcachedLoad load, InputStreamReader in, PrintStream out)
      throws IOException {
    var lines = new BufferedReader(in);
    out.println(HEADER);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(load.run(Long.parseLong(line)));
      out.flush();
    }
  }

  /** Sends about this many requests and tells what came of it, as {@link #HEADER} says. */
  String run(long count) throws IOException {
    latencies.clear();
    batchesToSend = Math.max(count / requests.pipeline(), 1);
    long sent = batchesToSend * requests.pipeline();
    long start = System.nanoTime();
    for (Client client : clients) {
      sendIfAny(client);
    }
    while (latencies.count() < sent) {
      selectOnce();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(
        Locale.ROOT, "%d,%.2f,%.3f", sent, sent / seconds, latencies.perMilleMs(990));
  }

  private void selectOnce() throws IOException {
    try {
      if (selector.select(this::onReady, PATIENCE_MS) == 0) {
        throw new IOException("no reply for " + PATIENCE_MS + " ms");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void onReady(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (key.isWritable()) {
        client.flush();
      }
      if (key.isReadable() && client.receive(received, latencies)) {
        sendIfAny(client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sendIfAny(Client client) throws IOException {
    if (batchesToSend > 0) {
      batchesToSend--;
      client.send();
    }
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.close();
    }
    selector.close();
  }
}
