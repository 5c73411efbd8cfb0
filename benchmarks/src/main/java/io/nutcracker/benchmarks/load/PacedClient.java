// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection with at most one request on its way, and times at which the next ones are due. */
final class PacedClient implements AutoCloseable {
  private final SocketChannel channel;
  private final int keys;

  /** {@code $16}, the value, and two line ends. */
  private final int replyLength;

  private int number;
  private long dueAt;
  private long intervalNanos;

  /** When the request on its way should have left. */
  private long countsFrom;

  /** How much of its reply has not arrived yet. */
  private int outstanding;

  PacedClient(SocketAddress address, Selector selector, int keys, int valueBytes)
      throws IOException {
    this.keys = keys;
    replyLength = ("$" + valueBytes + "\r\n\r\n").length() + valueBytes;
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
    number = channel.hashCode();
  }

  void schedule(long firstAt, long intervalNanos) {
    dueAt = firstAt;
    this.intervalNanos = intervalNanos;
  }

  void sendNoMore() {
    dueAt = Long.MAX_VALUE;
  }

  boolean waits() {
    return outstanding > 0;
  }

  void sendIfDue(long now) throws IOException {
    if (outstanding == 0 && now >= dueAt) {
      countsFrom = System.nanoTime();
      send();
    }
  }

  private void send() throws IOException {
    String key =
        String.format(Locale.ROOT, "key:%012d", Math.floorMod(number++ * 0x9E3779B9, keys));
    String request = "*2\r\n$3\r\nGET\r\n$" + key.length() + "\r\n" + key + "\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    outstanding = replyLength;
    dueAt += intervalNanos;
  }

  /** Reads once; sends the next request if that is overdue. */
  void receive(ByteBuffer received, Latencies latencies) throws IOException {
    received.clear();
    int length = channel.read(received);
    boolean isFirst = outstanding == replyLength && length > 0;
    boolean isOther = isFirst && received.get(0) != '$';
    if (length < 0 || length > outstanding || isOther) {
      throw new IOException("not the reply expected");
    }
    outstanding -= length;
    if (outstanding == 0) {
      long now = System.nanoTime();
      latencies.add(now - countsFrom, 1);
      if (now >= dueAt) {
        countsFrom = dueAt;
        send();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
