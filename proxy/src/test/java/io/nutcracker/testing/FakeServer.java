// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that the test itself plays, step by step: it accepts a connection, reads what the proxy
 * sent, and answers, stalls (by answering nothing), closes or resets at any byte. A test reads as
 * its story: <i>client sends, server receives, server answers, client receives</i>.
 */
public final class FakeServer implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;

  private final ServerSocketChannel listener;

  /** Connections that only take up the backlog. */
  private final List<SocketChannel> fillers = new ArrayList<>();

  private FakeServer(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /** Listens on a free port of the loopback interface. */
  public static FakeServer start() {
    return startAt(InetAddress.getLoopbackAddress(), 0);
  }

  /** Listens there; with a port of 0 on a free one. */
  public static FakeServer startAt(InetAddress address, int port) {
    try {
      var listener = ServerSocketChannel.open();
      return new FakeServer(listener.bind(new InetSocketAddress(address, port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens, but has no room for a connection until {@link #makeRoom}. */
  public static FakeServer startFull() {
    try {
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = new FakeServer(ServerSocketChannel.open().bind(anyPort, 1));
      for (int i = 0; i < 2; i++) {
        server.fillers.add(SocketChannel.open(server.address()));
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on connections are accepted, as soon as the system tries again: after a second. */
  public void makeRoom() {
    fillers.forEach(_ -> accept().close());
  }

  public InetSocketAddress address() {
    try {
      return (InetSocketAddress) listener.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This server as an item of a pool's {@code servers}, with weight 1. */
  public String poolEntry(String name) {
    return "127.0.0.1:" + address().getPort() + ":1 " + name;
  }

  /** The proxy's next connection, in the order they were made. */
  public RawConnection accept() {
    try {
      var socket = listener.socket();
      socket.setSoTimeout(PATIENCE_MS);
      return new RawConnection(socket.accept().getChannel());
    } catch (SocketTimeoutException _) {
      throw new AssertionError("no connection came within " + PATIENCE_MS + " ms");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses further connections; those already accepted are the test's to close. */
  @Override
  public void close() {
    try {
      for (var filler : fillers) {
        filler.close();
      }
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
