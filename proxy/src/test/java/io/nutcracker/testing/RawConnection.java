// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, over TCP or a Unix socket, that sends and reads exact bytes. Whatever
 * does not come within ten seconds fails the test. A connection that the peer resets counts as
 * ended: which of the two a client sees after an error is a race inside the kernel.
 */
public final class RawConnection implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
  private final StringBuilder unread = new StringBuilder();
  private boolean ended;

  /** Takes over a connected channel. */
  RawConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    if (channel.getRemoteAddress() instanceof InetSocketAddress) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ);
  }

  static RawConnection open(SocketAddress address) throws IOException {
    return new RawConnection(
        address instanceof InetSocketAddress ? SocketChannel.open(address) : openUnix(address));
  }

  private static SocketChannel openUnix(SocketAddress address) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(address);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  public static RawConnection connect(SocketAddress address) {
    try {
      return open(address);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + address, e);
    }
  }

  /**
   * Sends all bytes, reading meanwhile what the peer sends, so that neither end can block the
   * other. What the peer no longer wants is dropped.
   */
  public void send(String bytes) {
    var buffer = ByteBuffer.wrap(bytes.getBytes(ISO_8859_1));
    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    while (buffer.hasRemaining() && !ended) {
      awaitReady("room to send " + buffer.remaining() + " bytes");
      try {
        channel.write(buffer);
      } catch (IOException _) {
        break; // The peer has gone; reading will tell what it still said.
      }
      if (key.isReadable()) {
        readChunk();
      }
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /** Tells the peer that nothing more will be sent. */
  public void finishSending() {
    try {
      channel.shutdownOutput();
    } catch (IOException _) {
      ended = true;
    }
  }

  /** The next whole RESP value. */
  public String readValue() {
    return orFail(readValueOrEnd());
  }

  /** The next whole RESP value, or null when the peer has closed the connection instead. */
  public @Nullable String readValueOrEnd() {
    return readOrEnd(RespBoundary::end);
  }

  /** memcached's next whole reply. */
  public String readReply() {
    return orFail(readReplyOrEnd());
  }

  /** memcached's next whole reply, or null when the peer has closed the connection instead. */
  public @Nullable String readReplyOrEnd() {
    return readOrEnd(MemcachedBoundary::end);
  }

  private String orFail(@Nullable String reply) {
    if (reply == null) {
      throw new AssertionError("the connection ended; unread: '" + unread + "'");
    }
    return reply;
  }

  private @Nullable String readOrEnd(Boundary boundary) {
    var end = end(boundary);
    while (end == Boundary.INCOMPLETE) {
      if (ended) {
        return null;
      }
      awaitReady("the rest of a reply after '" + shortened(unread) + "'");
      readChunk();
      end = end(boundary);
    }
    return take(end);
  }

  private int end(Boundary boundary) {
    return unread.isEmpty() ? Boundary.INCOMPLETE : boundary.end(unread, 0);
  }

  /** The next {@code count} bytes. */
  public String read(int count) {
    while (unread.length() < count) {
      if (ended) {
        throw new AssertionError("the connection ended after '" + shortened(unread) + "'");
      }
      awaitReady(count + " bytes, after '" + shortened(unread) + "'");
      readChunk();
    }
    return take(count);
  }

  /** Everything until the peer closes the connection. */
  public String readToEnd() {
    while (!ended) {
      awaitReady("the connection's end, after '" + shortened(unread) + "'");
      readChunk();
    }
    return take(unread.length());
  }

  private String take(int count) {
    var taken = unread.substring(0, count);
    unread.delete(0, count);
    return taken;
  }

  private void awaitReady(String awaited) {
    try {
      selector.selectedKeys().clear();
      if (selector.select(PATIENCE.toMillis()) == 0) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + awaited);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readChunk() {
    try {
      chunk.clear();
      ended = channel.read(chunk) < 0;
      unread.append(ISO_8859_1.decode(chunk.flip()));
    } catch (IOException _) {
      ended = true;
    }
  }

  /** Whether something, or the end, has come that has not been read. */
  public boolean hasUnread() {
    try {
      selector.selectedKeys().clear();
      if (!ended && selector.selectNow() > 0) {
        readChunk();
      }
      return ended || !unread.isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shortened(CharSequence text) {
    return text.length() <= 200 ? text.toString() : text.subSequence(0, 200) + "...";
  }

  /** Ends the connection with a reset instead of an orderly close. */
  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }

  @Override
  public void close() {
    try (channel;
        selector) {
      ended = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
