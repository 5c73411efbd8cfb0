// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.nutcracker.testing.Resp;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * A client for much traffic: blocking, buffered, linear in what it reads. Writes are kept until
 * {@link #flush}; replies come in their wire form, one character per byte. A reply that takes
 * longer than ten seconds, and a connection that ends, is an {@link IOException}.
 */
final class PipeliningClient implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;
  private final StringBuilder line = new StringBuilder();

  private PipeliningClient(SocketAddress address, int receiveBufferBytes) throws IOException {
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(address);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
  }

  static PipeliningClient connect(SocketAddress address) throws IOException {
    return new PipeliningClient(address, 0);
  }

  /** One whose system takes in little that the client has not read. */
  static PipeliningClient connectWithSmallReceiveBuffer(SocketAddress address) throws IOException {
    return new PipeliningClient(address, 4096);
  }

  PipeliningClient write(String... words) throws IOException {
    return writeRaw(Resp.command(words));
  }

  PipeliningClient writeRaw(String bytes) throws IOException {
    return writeRaw(bytes.getBytes(ISO_8859_1));
  }

  PipeliningClient writeRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Sends one command and reads its reply. */
  String call(String... words) throws IOException {
    write(words).flush();
    return read();
  }

  /** The next reply. */
  String read() throws IOException {
    var reply = new ByteArrayOutputStream(64);
    readValue(reply);
    return reply.toString(ISO_8859_1);
  }

  private void readValue(ByteArrayOutputStream reply) throws IOException {
    var line = readLine();
    reply.writeBytes((line + "\r\n").getBytes(ISO_8859_1));
    switch (line.charAt(0)) {
      case '+', '-', ':' -> {}
      case '$' -> {
        var length = Integer.parseInt(line.substring(1));
        if (length >= 0) {
          reply.writeBytes(read(length + 2));
        }
      }
      case '*' -> {
        var count = Integer.parseInt(line.substring(1));
        for (int i = 0; i < count; i++) {
          readValue(reply);
        }
      }
      default -> throw new AssertionError("not a reply: " + line);
    }
  }

  /** memcached's next reply: a line, a value, or a list up to END. */
  String readReply() throws IOException {
    var reply = new StringBuilder();
    while (true) {
      var first = readLine();
      reply.append(first).append("\r\n");
      var words = first.split(" ", -1);
      switch (words[0]) {
        case "VALUE" -> reply.append(readBlock(words[3]));
        case "VA" -> {
          return reply.append(readBlock(words[1])).toString();
        }
        case "STAT" -> {}
        default -> {
          return reply.toString();
        }
      }
    }
  }

  private String readBlock(String length) throws IOException {
    return new String(read(Integer.parseInt(length) + 2), ISO_8859_1);
  }

  /** The next line, without its end. */
  String readLine() throws IOException {
    line.setLength(0);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.substring(0, line.length() - 1);
      }
      line.append((char) b);
    }
    throw new EOFException("the proxy closed the connection");
  }

  /** The next {@code length} bytes. */
  byte[] read(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the proxy closed the connection");
    }
    return bytes;
  }

  /** What comes until the proxy closes the connection. */
  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  /** Sends no more, but goes on reading. */
  void endOutput() throws IOException {
    flush();
    socket.shutdownOutput();
  }

  /** Ends the connection with a reset, as a process that dies with data unread. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
