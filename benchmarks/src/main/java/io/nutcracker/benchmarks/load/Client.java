// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connection that sends a batch of requests at once, waits for all replies, and is ready for the
 * next, as redis-benchmark does.
 */
final class Client implements AutoCloseable {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Requests requests;
  private final ByteBuffer batch;

  private long sentAt;

  /** How much of the replies to the batch has arrived. */
  private long arrived;

  Client(SocketAddress address, Selector selector, Requests requests) throws IOException {
    this.requests = requests;
    batch = requests.newView();
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send() throws IOException {
    requests.chooseBatch(batch);
    arrived = 0;
    sentAt = System.nanoTime();
    flush();
  }

  /** Sends what is left of the batch, as far as the socket takes it. */
  void flush() throws IOException {
    channel.write(batch);
    key.interestOps(
        batch.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /**
   * Reads once.
   *
   * @return whether the last reply of the batch has arrived
   */
  boolean receive(ByteBuffer received, Latencies latencies) throws IOException {
    received.clear();
    int length = channel.read(received);
    if (length < 0) {
      throw new IOException("the connection was closed");
    }
    long before = arrived / requests.replyLength();
    requests.check(received, arrived % requests.replyLength());
    arrived += length;
    int replies = (int) (arrived / requests.replyLength() - before);
    latencies.add(System.nanoTime() - sentAt, replies);
    return arrived == (long) requests.replyLength() * requests.pipeline();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
