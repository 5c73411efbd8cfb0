// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a proxy and a real server, and passes everything on until it is told to behave
 * like a server, or a network, that fails.
 */
public final class Relay implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 16;

  /** One chunk of replies in so many is broken off. */
  private static final int BROKEN_CHUNK = 7;

  /** None is the beginning of a reply, in either protocol. */
  private static final List<String> GARBAGE =
      List.of(
          "HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\0\r\n", "$-2\r\n", "*x\r\n", "\u0080\r\n");

  /** What becomes of replies. */
  public enum Replies {
    PASSED_ON,
    /** Now and then one is broken off, and the connection reset. */
    RESET_HALFWAY,
    /** Now and then one is broken off, and the connection closed. */
    CLOSED_HALFWAY,
    /** A new connection's first reply is none. */
    GARBLED,
    /** Requests are read, and that is all. */
    DROPPED
  }

  private final SocketAddress server;
  private final InetSocketAddress address = FreePorts.next();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger chunks = new AtomicInteger();
  private volatile Replies replies = Replies.PASSED_ON;
  private volatile ServerSocket listener;

  private Relay(SocketAddress server) {
    this.server = server;
    this.listener = listen();
  }

  /** Starts one that connects to this server for each connection it gets. */
  public static Relay before(CacheServer server) {
    return new Relay(server.address());
  }

  private ServerSocket listen() {
    try {
      var opened = new ServerSocket(address.getPort(), 0, address.getAddress());
      Thread.startVirtualThread(() -> acceptFrom(opened));
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptFrom(ServerSocket opened) {
    try {
      while (true) {
        new Link(opened.accept()).open();
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  /** The relay as an item of a pool's {@code servers}, with weight 1. */
  public String poolEntry(String name) {
    return "127.0.0.1:" + address.getPort() + ":1 " + name;
  }

  /** From now on replies are treated like this. */
  public void replies(Replies treatment) {
    replies = treatment;
    if (treatment == Replies.GARBLED) {
      links.forEach(Link::reset); // In the middle of a value anything would be right.
    }
  }

  /** Refuses connections and resets those that there are. */
  public void refuse() {
    close(listener);
    links.forEach(Link::reset);
  }

  /** Takes connections again after {@link #refuse}. */
  public void accept() {
    listener = listen();
  }

  /** Closes the connections that there are, in order. */
  public void closeConnections() {
    links.forEach(Link::close);
  }

  /** Forgets the connections that there are: they stay open, and nothing passes any more. */
  public void forgetConnections() {
    links.forEach(link -> link.forgotten = true);
  }

  @Override
  public void close() {
    close(listener);
    links.forEach(Link::close);
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      // It was closed by the other thread, or by the peer.
    }
  }

  /** A connection of the proxy and its twin to the server. */
  private final class Link {
    private final Socket toProxy;
    private final Socket toServer = new Socket();
    private final boolean garbled = replies == Replies.GARBLED;
    private volatile boolean forgotten;
    private boolean silent;

    Link(Socket toProxy) {
      this.toProxy = toProxy;
    }

    void open() {
      links.add(this);
      Thread.startVirtualThread(this::relay);
    }

    private void relay() {
      try {
        toServer.connect(server);
        toServer.setTcpNoDelay(true);
        toProxy.setTcpNoDelay(true);
      } catch (IOException _) {
        close();
        return;
      }
      Thread.startVirtualThread(() -> pump(toServer, toProxy, this::passReply));
      pump(toProxy, toServer, this::passRequest);
    }

    /** Both ends stay open when the link has been forgotten. */
    private void pump(Socket from, Socket to, Pass pass) {
      try {
        var chunk = new byte[CHUNK_BYTES];
        var in = from.getInputStream();
        for (var count = in.read(chunk); count >= 0 && !forgotten; count = in.read(chunk)) {
          pass.pass(to, chunk, count);
        }
      } catch (IOException _) {
        // Closed or reset by either peer, or by this relay.
      }
      if (!forgotten) {
        close();
      }
    }

    private void passRequest(Socket to, byte[] chunk, int count) throws IOException {
      to.getOutputStream().write(chunk, 0, count);
    }

    private void passReply(Socket to, byte[] chunk, int count) throws IOException {
      if (garbled) {
        silent = true;
        to.getOutputStream().write(garbage());
        return;
      }
      var treatment = replies;
      silent = silent || treatment == Replies.DROPPED;
      if (silent) {
        return;
      }
      var isBroken =
          (treatment == Replies.RESET_HALFWAY || treatment == Replies.CLOSED_HALFWAY)
              && chunks.incrementAndGet() % BROKEN_CHUNK == 0;
      to.getOutputStream().write(chunk, 0, isBroken ? count / 2 : count);
      if (isBroken && treatment == Replies.RESET_HALFWAY) {
        reset();
      } else if (isBroken) {
        close();
      }
    }

    private byte[] garbage() {
      return GARBAGE.get(chunks.incrementAndGet() % GARBAGE.size()).getBytes(ISO_8859_1);
    }

    void reset() {
      try {
        toProxy.setSoLinger(true, 0);
      } catch (IOException _) {
        // It is closed already.
      }
      close();
    }

    void close() {
      links.remove(this);
      Relay.close(toProxy);
      Relay.close(toServer);
    }
  }

  /** What is done with a chunk of bytes. */
  @FunctionalInterface
  private interface Pass {
    void pass(Socket to, byte[] chunk, int count) throws IOException;
  }
}
