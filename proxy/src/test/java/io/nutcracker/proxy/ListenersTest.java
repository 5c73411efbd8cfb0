// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.nutcracker.config.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listening sockets and the sentences about those that cannot be opened. */
class ListenersTest {
  private static final EventLoopGroup LOOPS =
      new MultiThreadIoEventLoopGroup(1, Transport.NIO.ioHandlerFactory.get());

  private final Listeners listeners = new Listeners(Transport.NIO);

  @TempDir private Path directory;

  @AfterAll
  static void stop() {
    LOOPS.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @ParameterizedTest
  @CsvSource({"0600, rw-------", "0777, rwxrwxrwx", "0421, r---w---x", "0001, --------x"})
  void aSocketFileGetsItsPermissions(String octal, String expected) throws IOException {
    Path path = directory.resolve("socket");
    Channel listener = unix(path, Integer.parseInt(octal, 8));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo(expected);
    listener.close().awaitUninterruptibly();
  }

  @Test
  void aSocketInTheWayIsReplacedAndAnyOtherFileIsNot() throws IOException {
    Path path = directory.resolve("socket");
    try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    unix(path, 0).close().awaitUninterruptibly();

    Path file = Files.writeString(directory.resolve("file"), "in the way");
    assertThatThrownBy(() -> unix(file, 0))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot listen on %s for pool 'alpha': there is a file that is no socket", file);
    assertThat(file).hasContent("in the way");
  }

  private Channel unix(Path path, int permission) throws IOException {
    return listeners.unix(
        LOOPS, new Endpoint.Unix(path.toString()), permission, 512, handler(), "pool 'alpha'");
  }

  @Test
  void aBusyPortIsASentence() throws IOException {
    Channel first = tcp(0);
    int port = ((InetSocketAddress) first.localAddress()).getPort();

    assertThatThrownBy(() -> tcp(port))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on 127.0.0.1:%d for pool 'alpha': Address already in use", port);
    first.close().awaitUninterruptibly();
  }

  private Channel tcp(int port) throws IOException {
    return listeners.tcp(
        LOOPS, new Endpoint.Tcp("127.0.0.1", port), 512, false, handler(), "pool 'alpha'");
  }

  private static ChannelInboundHandlerAdapter handler() {
    return new ChannelInboundHandlerAdapter();
  }
}
