// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigLoader;
import io.nutcracker.proxy.Proxy;
import io.nutcracker.proxy.ProxyOptions;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy opens when it starts, what prevents that, and what is left when it has stopped. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
record StartAndStopIT(SubjectProxy.Starter kind) {
  private static final String SERVER = "127.0.0.1:1:1";

  private static String pool(String name, String listen, String server) {
    return """
    %s:
      listen: %s
      redis: true
      servers:
       - %s
    """
        .formatted(name, listen, server);
  }

  private Proxy start(Path directory, String yaml) throws IOException, ConfigException {
    return start(directory, yaml, "127.0.0.1", 0);
  }

  private Proxy start(Path directory, String yaml, String statsAddress, int statsPort)
      throws IOException, ConfigException {
    var file = Files.writeString(directory.resolve("nutcracker.yml"), yaml);
    var options =
        new ProxyOptions(
            kind.workers(),
            kind.transport(),
            statsAddress,
            statsPort,
            16384,
            OptionalLong.empty(),
            null);
    return Proxy.start(ConfigLoader.load(file).config(), options);
  }

  @Test
  void listensOnAUnixSocketWithThePermissionsAskedFor(@TempDir Path directory) throws Exception {
    var socket = directory.resolve("alpha.sock");
    try (var server = RedisServer.startOnUnixSocket()) {
      try (var _ = start(directory, pool("alpha", socket + " 0642", server.poolEntry("s1")));
          var client = RawConnection.connect(UnixDomainSocketAddress.of(socket))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
            .isEqualTo("rw-r---w-");
        client.send(command("SET", "a", "1") + command("GET", "a") + command("QUIT"));
        assertThat(client.readToEnd()).isEqualTo("+OK\r\n$1\r\n1\r\n+OK\r\n");
      }
      assertThat(socket).doesNotExist();
    }
  }

  @Test
  void replacesASocketThatADeadProcessLeft(@TempDir Path directory) throws Exception {
    var socket = directory.resolve("alpha.sock");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    try (var _ = start(directory, pool("alpha", socket.toString(), SERVER));
        var client = RawConnection.connect(UnixDomainSocketAddress.of(socket))) {
      client.send(command("PING"));
      assertThat(client.readValue()).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void whatIsNotASocketIsNotRemoved(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("precious"), "data");
    assertDoesNotStart(directory, pool("alpha", file.toString(), SERVER))
        .hasMessage(
            "cannot listen on " + file + " for pool 'alpha': there is a file that is no socket");
    assertThat(file).hasContent("data");
    var folder = Files.createDirectory(directory.resolve("folder"));
    assertDoesNotStart(directory, pool("alpha", folder.toString(), SERVER))
        .hasMessage(
            "cannot listen on " + folder + " for pool 'alpha': there is a file that is no socket");
    assertThat(folder).isDirectory();
  }

  @Test
  void aBusyPortStopsTheStart(@TempDir Path directory) throws Exception {
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + busy.getLocalPort();
      assertDoesNotStart(directory, pool("alpha", address, SERVER))
          .hasMessage("cannot listen on " + address + " for pool 'alpha': Address already in use");
      var free = FreePorts.next();
      assertDoesNotStart(
              directory,
              pool("alpha", "127.0.0.1:" + free.getPort(), SERVER) + pool("beta", address, SERVER))
          .hasMessage("cannot listen on " + address + " for pool 'beta': Address already in use");
      assertIsFree(free);
    }
  }

  @Test
  void aBusyStatsPortStopsTheStart(@TempDir Path directory) throws Exception {
    var free = FreePorts.next();
    var yaml = pool("alpha", "127.0.0.1:" + free.getPort(), SERVER);
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(directory, yaml, "127.0.0.1", busy.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:%d for stats: Address already in use"
                  .formatted(busy.getLocalPort()));
    }
    assertIsFree(free);
    assertNothingRuns();
  }

  /** Pools may share their ports. Two programs' figures behind one port would be of no use. */
  @Test
  void twoProxiesDoNotShareAStatsPort(@TempDir Path directory) throws Exception {
    var shared = "127.0.0.1:" + FreePorts.next().getPort();
    var yaml = pool("alpha", shared, SERVER).replace("redis:", "reuseport: true\n  redis:");
    try (var first = start(directory, yaml)) {
      var stats = (InetSocketAddress) first.statsAddress();
      assertThatThrownBy(() -> start(directory, yaml, "127.0.0.1", stats.getPort()))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:%d for stats: Address already in use"
                  .formatted(stats.getPort()));
    }
  }

  @Test
  void anUnusableAddressStopsTheStart(@TempDir Path directory) throws Exception {
    var yaml = pool("alpha", "127.0.0.1:" + FreePorts.next().getPort(), SERVER);
    assertThatThrownBy(() -> start(directory, yaml, "192.0.2.1", 0))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on 192.0.2.1:0 for stats: Cannot assign requested address");
    assertThatThrownBy(() -> start(directory, yaml, "nosuchhost.invalid", 0))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on nosuchhost.invalid:0 for stats: the name does not resolve");
    assertDoesNotStart(directory, pool("alpha", directory + "/none/alpha.sock", SERVER))
        .hasMessage(
            "cannot listen on %s/none/alpha.sock for pool 'alpha': No such file or directory"
                .formatted(directory));
    assertNothingRuns();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertDoesNotStart(
      Path directory, String yaml) {
    return assertThatThrownBy(() -> start(directory, yaml)).isInstanceOf(IOException.class);
  }

  private static void assertIsFree(InetSocketAddress address) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.bind(address);
      assertThat(socket.isBound()).isTrue();
    }
  }

  private static void assertNothingRuns() {
    Awaitility.await().untilAsserted(() -> assertThat(proxyThreads()).isEmpty());
  }

  private static List<String> proxyThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("(worker|admin)-.*"))
        .toList();
  }

  @Test
  void fiftyStartsAndStopsLeaveNothingOpen(@TempDir Path directory) throws Exception {
    try (var server = RedisServer.start()) {
      var yaml = pool("alpha", "127.0.0.1:" + FreePorts.next().getPort(), server.poolEntry("s1"));
      serveOnce(directory, yaml);
      var before = openDescriptors();
      for (int i = 0; i < 50; i++) {
        serveOnce(directory, yaml);
      }
      assertNothingRuns();
      assertThat(openDescriptors()).isLessThanOrEqualTo(before + 5);
    }
  }

  private void serveOnce(Path directory, String yaml) throws IOException, ConfigException {
    try (var proxy = start(directory, yaml);
        var client = RawConnection.connect(proxy.listenAddress("alpha"))) {
      client.send(command("SET", "a", "1"));
      assertThat(client.readValue()).isEqualTo("+OK\r\n");
    }
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  @Test
  void clientsNoticeThatItStops(@TempDir Path directory) throws Exception {
    var yaml = pool("alpha", "127.0.0.1:" + FreePorts.next().getPort(), SERVER);
    try (var proxy = start(directory, yaml);
        var client = RawConnection.connect(proxy.listenAddress("alpha"))) {
      client.send(command("PING"));
      assertThat(client.readValue()).isEqualTo("+PONG\r\n");
      new Thread(proxy::close).start();
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void severalThreadsMayStopIt(@TempDir Path directory) throws Exception {
    var yaml = pool("alpha", "127.0.0.1:" + FreePorts.next().getPort(), SERVER);
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 20; i++) {
        var proxy = start(directory, yaml);
        var stops = threads.invokeAll(Collections.nCopies(4, Executors.callable(proxy::close)));
        for (var stop : stops) {
          stop.get();
        }
      }
    }
    assertNothingRuns();
  }
}
