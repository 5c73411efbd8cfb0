// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Answers whenever it has read so many bytes, always with the same ones. */
final class RepeatingServer implements AutoCloseable {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int requestLength;
  private final byte[] reply;

  RepeatingServer(int requestLength, String reply) throws IOException {
    this.requestLength = requestLength;
    this.reply = reply.getBytes(US_ASCII);
    CompletableFuture.runAsync(this::accept, THREADS);
  }

  SocketAddress address() {
    return server.getLocalSocketAddress();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        CompletableFuture.runAsync(() -> answer(client), THREADS);
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      while (client.getInputStream().readNBytes(requestLength).length == requestLength) {
        client.getOutputStream().write(reply);
      }
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
