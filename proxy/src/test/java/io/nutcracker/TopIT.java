// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nutcracker top} as users start it, beside a proxy at work. */
@Tag("alone") // One test looks at the clock.
final class TopIT {
  private static final Path LAUNCHER = Path.of("..", "nutcracker").toAbsolutePath().normalize();
  private static final String ALTERNATE_SCREEN = "\u001b[?1049h";
  private static final String USUAL_SCREEN = "\u001b[?1049l";
  private static final String CURSOR = "\u001b[?25h";

  @TempDir private Path dir;
  private final List<RedisServer> servers = List.of(RedisServer.start(), RedisServer.start());
  private SubjectProxy proxy;
  private Thread traffic;
  private volatile boolean isOver;

  @BeforeEach
  void start() {
    var shop =
        pool("shop")
            .with("auto_eject_hosts", "true")
            .with("server_failure_limit", "1")
            .with("server_retry_timeout", "30000")
            .with("latency_tracking", "true")
            .with("hotkeys_sample", "1")
            .with("slowlog_log_slower_than", "0");
    proxy = SubjectProxy.start(List.of(shop, pool("session")), 16384);
    traffic = Thread.ofPlatform().start(this::shop);
  }

  private TestPool pool(String name) {
    return TestPool.redis(
        name, List.of(servers.get(0).poolEntry("cache-1"), servers.get(1).poolEntry("cache-2")));
  }

  /** Errors are taken as they come: one test kills a server. */
  private void shop() {
    try (var client = RawConnection.connect(proxy.address("shop"))) {
      for (int i = 0; !isOver; i++) {
        client.send(Resp.command("GET", i % 2 == 0 ? "config" : "item:" + i % 100));
        client.readValue();
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    isOver = true;
    traffic.join();
    proxy.close();
    servers.forEach(RedisServer::close);
  }

  private static String address(RunningProxy proxy) {
    return "127.0.0.1:" + ((InetSocketAddress) proxy.statsAddress()).getPort();
  }

  private CommandResult top(String... arguments) throws Exception {
    var words = new ArrayList<>(List.of(LAUNCHER.toString(), "top"));
    words.addAll(Arrays.asList(arguments));
    return CommandResult.of(new ProcessBuilder(words), dir);
  }

  /** The shell says whether the program leaves the terminal's modes as they were. */
  private PseudoTerminal live() {
    return new PseudoTerminal(
        "before=$(stty -g); %s top --interval 0.5 -a %s; echo STATUS=$?;"
                .formatted(LAUNCHER, address(proxy))
            + " test \"$before\" = \"$(stty -g)\" && echo RESTORED");
  }

  // --- Once ---

  @Test
  void oncePrintsOnePictureAsText() throws Exception {
    CommandResult result = top("-a", address(proxy), "--once", "--interval=0.5");
    assertThat(result.output())
        .startsWith("nutcracker ")
        .containsPattern("\\nClients 1 of [0-9,]+ · Workers 1 · CPU [0-9.,]+ % · Memory")
        .containsPattern("\\n[1-9][0-9,]* requests/s · 0 errors/s\\n")
        .containsPattern("\\nshop +● 2 up +[1-9][0-9,]* +[1-9][0-9,]* +0 +1 .* (µs|ms|s)\\n")
        .containsPattern("\\nsession +● 2 up +0 +0 +0 +0 .* –\\n")
        .containsPattern("\\ncache-2 +127.0.0.1:[0-9]+:1 ● up +[0-9.]+ %")
        .doesNotContain("\u001b");
    assertThat(result.status()).isZero();
  }

  @Test
  void withoutATerminalItIsOnce() throws Exception {
    assertThat(top("-a", address(proxy), "--interval=0.2").output())
        .contains("Servers of pool shop");
  }

  @Test
  void whoCannotBeReachedIsSaid() throws Exception {
    int nobody = FreePorts.next().getPort();
    assertThat(top("--once", "-s", "" + nobody))
        .isEqualTo(
            new CommandResult(
                1,
                "nutcracker: 127.0.0.1:%d cannot be reached: Connection refused\n"
                    .formatted(nobody)));
  }

  @Test
  void theTokenIsNeededAndMayComeFromAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "gehëim:nis\n");
    try (var locked =
        SubjectProxy.with(1, TransportChoice.AUTO)
            .startWithToken(List.of(pool("locked")), "gehëim:nis")) {
      assertThat(top("--once", "-a", address(locked)))
          .isEqualTo(
              new CommandResult(
                  1,
                  "nutcracker: %s wants its admin token: --admin-token-file FILE\n"
                      .formatted(address(locked))));
      assertThat(
              top(
                      "--once",
                      "-a",
                      address(locked),
                      "--interval=0.1",
                      "--admin-token-file",
                      "" + file)
                  .status())
          .isZero();
      assertThat(top("--once", "-a", address(locked), "--admin-token=no").output())
          .contains("does not take this admin token");
    }
  }

  @Test
  void theCProgramTellsWhatItKnows() throws Exception {
    try (var theirs = ReferenceProxy.start(List.of(pool("alpha")), 16384);
        var client = RawConnection.connect(theirs.address("alpha"))) {
      client.send(Resp.command("GET", "key"));
      client.readValue();
      CommandResult result = top("--once", "-a", address(theirs), "--interval=0.5");
      assertThat(result.output())
          .startsWith("nutcracker 0.5.0 · ")
          .contains("Plain stats, as the C program's")
          .containsPattern("\\nalpha +2 servers +0 +0 +0 +1 ")
          .containsPattern("\\ncache-1 +never ejected +– ");
      assertThat(result.status()).isZero();
    }
  }

  @Test
  void whatIsMeantIsSaid() throws Exception {
    assertThat(top("-a", "127.0.0.1:x"))
        .isEqualTo(
            new CommandResult(
                1, "nutcracker: 'x' is not a port; ports are numbers from 1 to 65535\n"));
    assertThat(top("--interval", "0").output())
        .isEqualTo("nutcracker: --interval is a number of seconds from 0.1 to 3600, not 0.0\n");
  }

  // --- In a terminal ---

  @Test
  void keysLeadThroughTheViewsAndOut() throws Exception {
    try (var terminal = live()) {
      terminal.awaitSeen("(?m)^shop +● 2 up +[1-9]");
      terminal.awaitSeen("(?m)^shop .* (µs|ms)");
      assertThat(terminal.written()).contains(ALTERNATE_SCREEN);
      terminal.type("\r");
      terminal.awaitSeen("(?m)^cache-1 +● up +[0-9.]+ % +[1-9]");
      assertThat(terminal.seen()).contains("Pool shop · redis");
      terminal.type("3");
      terminal.awaitSeen("(?m)^config +[1-9][0-9,]* +[0-9.]+ %");
      terminal.type("5");
      terminal.awaitSeen("GET item:");
      terminal.type("/item:77\r");
      terminal.awaitSeen("holds \"item:77\"");
      terminal.awaitSeen("(?s)GET item:77(?!.*GET item:5)");
      terminal.type("\u001b");
      terminal.awaitSeen("GET config");
      terminal.type("?");
      terminal.awaitSeen("another view");
      terminal.type("1\u001b[B\r");
      terminal.awaitSeen("Pool session · redis");
      terminal.resize(120, 30);
      terminal.awaitSeen("Server▲ +Address +State");
      terminal.type("q");
      terminal.awaitWritten("RESTORED");
      assertThat(terminal.written()).contains("STATUS=0", USUAL_SCREEN, CURSOR);
    }
  }

  @Test
  void aKilledServerIsSeenWithinThreeSeconds() {
    try (var terminal = live()) {
      terminal.awaitSeen("(?m)^shop +● 2 up +[1-9]");
      servers.getFirst().kill();
      terminal.awaitSeen("(?m)^shop +▲ 1 of 2 up", Duration.ofSeconds(3));
      terminal.type("\r");
      terminal.awaitSeen("(?m)^cache-1 +▲ ejected, back in \\d+ s");
      terminal.type("\u0003");
      terminal.awaitWritten("RESTORED");
    }
  }

  @Test
  void sigtermLeavesTheTerminalAsItWas() {
    try (var terminal = live()) {
      terminal.awaitSeen("(?m)^shop +● 2 up");
      terminal.program("--interval").destroy();
      terminal.awaitWritten("RESTORED");
      assertThat(terminal.written()).contains(USUAL_SCREEN, CURSOR);
    }
  }

  @Test
  void withoutColoursNoneAreSent() {
    try (var terminal =
        new PseudoTerminal(
            "NO_COLOR=1 " + LAUNCHER + " top -a " + address(proxy) + "; echo STATUS=$?")) {
      terminal.awaitSeen("(?m)^shop +● 2 up");
      terminal.type("q");
      terminal.awaitWritten("STATUS=0");
      assertThat(terminal.written()).doesNotContainPattern("\u001b\\[[0-9;]*3[0-7]m");
    }
  }
}
