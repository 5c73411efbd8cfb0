// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.UnixChannelOption;
import io.nutcracker.config.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens listening sockets; every failure is a sentence for people. */
final class Listeners {
  private final Transport transport;

  Listeners(Transport transport) {
    this.transport = transport;
  }

  /**
   * Listens on a host and port.
   *
   * @param backlog for listen(2)
   * @param reuseport whether several processes may share the port
   * @param handler gets each accepted channel as a message
   * @param what what listens, for the error: "pool 'alpha'"
   */
  Channel tcp(
      EventLoopGroup loops,
      Endpoint.Tcp endpoint,
      int backlog,
      boolean reuseport,
      ChannelHandler handler,
      String what)
      throws IOException {
    String text = endpoint.host() + ":" + endpoint.port();
    var address = new InetSocketAddress(endpoint.host(), endpoint.port());
    if (address.isUnresolved()) {
      throw failure(text, what, "the name does not resolve", null);
    }
    var bootstrap =
        new Bootstrap()
            .group(loops)
            .channelFactory(transport.tcpServer)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, backlog)
            .handler(accepting(handler, what));
    if (reuseport) {
      bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
    }
    return opened(bootstrap.bind(address), text, what);
  }

  /**
   * Listens on a Unix socket; one that is in the way is removed first, as a process that was killed
   * leaves it behind.
   *
   * @param permission mode bits for the socket file, 0 to leave it to the umask
   */
  Channel unix(
      EventLoopGroup loops,
      Endpoint.Unix endpoint,
      int permission,
      int backlog,
      ChannelHandler handler,
      String what)
      throws IOException {
    Path path = Path.of(endpoint.path());
    removeSocket(path, what);
    var bootstrap =
        new Bootstrap()
            .group(loops)
            .channelFactory(transport.unixServer)
            .option(ChannelOption.SO_BACKLOG, backlog)
            .handler(accepting(handler, what));
    Channel listener =
        opened(bootstrap.bind(transport.unixAddress.apply(endpoint.path())), endpoint.path(), what);
    if (permission != 0) {
      Files.setPosixFilePermissions(path, permissions(permission));
    }
    return listener;
  }

  private static ChannelHandler accepting(ChannelHandler handler, String what) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel listener) {
        listener.pipeline().addLast(new AcceptPause(what), handler);
      }
    };
  }

  private static void removeSocket(Path path, String what) throws IOException {
    if (Files.notExists(path, NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).isOther()) {
      throw failure(path.toString(), what, "there is a file that is no socket", null);
    }
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw failure(path.toString(), what, "cannot remove the old socket", e);
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    // Declared from OWNER_READ, mode bit 8, to OTHERS_EXECUTE, mode bit 0.
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    int bit = 0400;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & bit) != 0) {
        permissions.add(permission);
      }
      bit >>= 1;
    }
    return permissions;
  }

  private static Channel opened(ChannelFuture bind, String address, String what)
      throws IOException {
    bind.awaitUninterruptibly();
    Throwable cause = bind.cause();
    if (cause != null) {
      throw failure(address, what, systemString(cause), cause);
    }
    return bind.channel();
  }

  private static IOException failure(
      String address, String what, String why, @Nullable Throwable cause) {
    return new IOException("cannot listen on " + address + " for " + what + ": " + why, cause);
  }

  /** {@code bind(..) failed with error(-98): Address already in use} holds it at the end. */
  private static String systemString(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.substring(message.lastIndexOf("): ") + 1).replaceFirst("^: ", "");
  }
}
