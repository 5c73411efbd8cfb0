// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Eight pieces sent in one write over a real socket, and received: copied behind one another, or as
 * a vector of slices. Above the size where slices win, {@link io.nutcracker.mbuf.SendBuffer} passes
 * them on.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CopyOrSliceBenchmark extends DataPathBenchmark {
  private static final int PIECES = 8;

  /** All pieces together fit into the socket's buffers, since one thread writes and reads. */
  @Param({"64", "1024", "4096", "8192"})
  int pieceBytes = 64;

  private final ByteBuf source = PooledByteBufAllocator.DEFAULT.directBuffer();
  private final Connection connection = Connection.open();
  private ByteBuffer received = ByteBuffer.allocateDirect(1);

  /** Both ends of a connection within this process. */
  private record Connection(SocketChannel from, SocketChannel to) {
    static Connection open() {
      try (var listener = ServerSocketChannel.open()) {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var from = SocketChannel.open(listener.getLocalAddress());
        from.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Connection(from, listener.accept());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Setup
  public void fill() {
    source.writeZero(PIECES * pieceBytes);
    received = ByteBuffer.allocateDirect(PIECES * pieceBytes);
  }

  @TearDown
  public void close() throws IOException {
    source.release();
    connection.from().close();
    connection.to().close();
  }

  @Benchmark
  public int copy() throws IOException {
    ByteBuf tail = PooledByteBufAllocator.DEFAULT.directBuffer(PIECES * pieceBytes);
    for (int i = 0; i < PIECES; i++) {
      tail.writeBytes(source, i * pieceBytes, pieceBytes);
    }
    ByteBuffer whole = tail.internalNioBuffer(0, tail.readableBytes());
    while (whole.hasRemaining()) {
      connection.from().write(whole);
    }
    tail.release();
    return receive();
  }

  @Benchmark
  public int slice() throws IOException {
    ByteBuffer[] pieces =
        IntStream.range(0, PIECES)
            .mapToObj(i -> source.nioBuffer(i * pieceBytes, pieceBytes))
            .toArray(ByteBuffer[]::new);
    while (Arrays.stream(pieces).anyMatch(ByteBuffer::hasRemaining)) {
      connection.from().write(pieces);
    }
    return receive();
  }

  private int receive() throws IOException {
    received.clear();
    while (received.hasRemaining()) {
      connection.to().read(received);
    }
    return received.get(0);
  }
}
