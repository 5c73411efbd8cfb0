// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutcracker.config.ConfigLoader;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as users run it, and every command of the README. {@code ./test} itself, which runs
 * these tests, and {@code mvn package}, which made what they run, need no test of their own.
 */
final class LauncherIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(nutcracker (-|route)|nc |curl )[^#\n]*");

  private final RedisServer one = RedisServer.start();
  private final RedisServer two = RedisServer.start();

  @TempDir private Path dir;
  private String readme = "";
  private int port;
  private int memcachedPort;
  private int statsPort;

  @BeforeEach
  void writeTheReadmesConfiguration() throws IOException {
    readme = Files.readString(ROOT.resolve("README.md"));
    port = FreePorts.next().getPort();
    memcachedPort = FreePorts.next().getPort();
    statsPort = FreePorts.next().getPort();
    Files.writeString(
        dir.resolve("nutcracker.yml"),
        firstYamlBlock()
            .replace("127.0.0.1:22121", "127.0.0.1:" + port)
            .replace("127.0.0.1:6379:1 one", one.poolEntry("one"))
            .replace("127.0.0.1:6380:1 two", two.poolEntry("two"))
            .replace("  redis: true\n", "  redis: true\n  http: true\n"));
  }

  @AfterEach
  void stopServers() {
    one.close();
    two.close();
  }

  private String firstYamlBlock() {
    return YAML_BLOCK.matcher(readme).results().findFirst().orElseThrow().group(1);
  }

  @Test
  void everyConfigurationInTheDocsIsValid() throws Exception {
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      var pages = new ArrayList<>(docs.filter(page -> page.toString().endsWith(".md")).toList());
      pages.add(ROOT.resolve("README.md"));
      for (Path page : pages) {
        for (MatchResult block : YAML_BLOCK.matcher(Files.readString(page)).results().toList()) {
          Path file = Files.writeString(dir.resolve("block.yml"), block.group(1));
          assertThat(ConfigLoader.load(file).config().pools()).as("%s", page).isNotEmpty();
        }
      }
    }
  }

  @Test
  void everyCommandOfTheReadmeWorks() throws Exception {
    var commands = COMMAND.matcher(readme).results().map(MatchResult::group).toList();
    assertThat(commands).hasSize(13);

    assertThat(nutcracker(commands.get(0)))
        .isEqualTo(
            new CommandResult(0, "nutcracker: configuration file 'nutcracker.yml' syntax is ok\n"));

    assertThat(nutcracker(commands.get(1) + " -a 127.0.0.1 -s " + statsPort).status()).isZero();
    try {
      assertThat(nutcracker(commands.get(2)).output()).matches("hello\t\\d+\t(one|two)\n");
      // Reading the stats port is what nc does.
      assertThat(commands.get(3)).startsWith("nc 127.0.0.1 22222");
      await().ignoreExceptions().until(() -> stats().startsWith("{\"service\":\"nutcracker\""));
      assertThat(stats()).contains("\"alpha\": {").contains("\"one\": {").endsWith("}}}\n");
      for (String curl : commands.subList(4, commands.size())) {
        CommandResult result = CommandResult.of(curl(curl), dir);
        assertThat(result.status()).as(result.output()).isZero();
      }
      assertThat(CommandResult.of(curl(commands.get(7)), dir).output())
          .contains("nutcracker_server_up{pool=\"alpha\",server=\"one\"} 1.0\n");
    } finally {
      stopDaemon();
    }
  }

  private ProcessBuilder curl(String line) {
    String mine = line.strip().replace("127.0.0.1:22222", "127.0.0.1:" + statsPort);
    var words = new ArrayList<>(List.of(mine.replace("'", "").split("\\s+")));
    words.addAll(1, List.of("--silent", "--show-error", "--fail"));
    return new ProcessBuilder(words);
  }

  private void stopDaemon() throws IOException {
    Path pidFile = dir.resolve("nutcracker.pid");
    await().until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
    ProcessHandle daemon =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
    daemon.destroy();
    daemon.onExit().join();
    assertThat(pidFile).doesNotExist();
    assertThat(dir.resolve("nutcracker.log")).content().contains("done, rabbit done");
  }

  @Test
  void aBadConfigurationStopsTheStartWithEveryProblem() throws Exception {
    Files.writeString(
        dir.resolve("bad.yml"),
        """
        alpha:
          listen: 127.0.0.1:0
          hash: fnv1a_65
          timeuot: 400
          servers:
          - 127.0.0.1:6379:1
        """);
    CommandResult result = nutcracker("nutcracker -c bad.yml");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output())
        .contains("bad.yml:2: pool 'alpha': listen:")
        .contains("bad.yml:3: pool 'alpha': hash: 'fnv1a_65' is not one of [one_at_a_time,")
        .contains("bad.yml:4: pool 'alpha':")
        .contains("did you mean 'timeout'?")
        .contains("nutcracker: configuration file 'bad.yml' syntax is invalid");
    assertThat(nutcracker("nutcracker -d -c bad.yml").status()).isEqualTo(1);
  }

  @Test
  void aDaemonServesWhenTheCommandReturnsAndHasLeftTheTerminal() throws Exception {
    CommandResult result = nutcracker(daemon());
    assertThat(result).isEqualTo(new CommandResult(0, ""));
    Path proc = Path.of("/proc", Files.readString(dir.resolve("nutcracker.pid")));
    try {
      assertThat(exchange(port, "PING\r\nQUIT\r\n")).isEqualTo("+PONG\r\n+OK\r\n");
      for (int stream = 0; stream <= 2; stream++) {
        assertThat(Files.readSymbolicLink(proc.resolve("fd/" + stream))).hasToString("/dev/null");
      }
      // After "pid (name)": state, parent, process group, session, terminal.
      assertThat(Files.readString(proc.resolve("stat")))
          .containsPattern("\\) \\w \\d+ \\d+ " + proc.getFileName() + " 0 ");
    } finally {
      stopDaemon();
    }
  }

  private String daemon() {
    return "nutcracker -c nutcracker.yml -dv5 -o nutcracker.log -p nutcracker.pid -a 127.0.0.1 -s "
        + statsPort;
  }

  @Test
  void aDaemonThatCannotServeSaysWhyAndLeavesNothing() throws Exception {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertDoesNotStart(
          daemon(),
          "nutcracker: cannot listen on 127.0.0.1:%d for pool 'alpha': Address already in use\n"
              .formatted(port));
    }
    try (var _ = new ServerSocket(statsPort, 1, InetAddress.getLoopbackAddress())) {
      assertDoesNotStart(
          daemon(),
          "nutcracker: cannot listen on 127.0.0.1:%d for stats: Address already in use\n"
              .formatted(statsPort));
    }
    assertDoesNotStart(
        daemon() + " -o none/log",
        "opening log file 'none/log' failed: No such file or directory\n");
    assertDoesNotStart(
        daemon() + " -p none/pid",
        "nutcracker: opening pid file 'none/pid' failed: No such file or directory\n");
    assertThat(nutcracker(daemon() + " --nonsense").output())
        .startsWith("nutcracker: invalid option -- '\0'\nUsage: nutcracker [");
  }

  private void assertDoesNotStart(String command, String why) throws Exception {
    assertThat(nutcracker(command)).isEqualTo(new CommandResult(1, why));
    assertThat(dir.resolve("nutcracker.pid")).doesNotExist();
  }

  @Test
  void optionsThatAnswerAndLeaveNeverStartADaemon() throws Exception {
    for (String options : List.of("-dV", "-d --version", "--daemonize -h", "-V -d", "-d -D")) {
      CommandResult result = nutcracker("nutcracker " + options);
      assertThat(result.status()).as(options).isZero();
      assertThat(result.output()).as(options).startsWith("This is nutcracker-");
    }
    assertThat(nutcracker("nutcracker -d --t -c nutcracker.yml"))
        .isEqualTo(
            new CommandResult(0, "nutcracker: configuration file 'nutcracker.yml' syntax is ok\n"));
  }

  @Test
  void aBusyPortAndAMissingFileGetOneClearLineEach() throws Exception {
    try (var busy = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      CommandResult result =
          nutcracker("nutcracker -a 127.0.0.1 -s " + statsPort + " -c nutcracker.yml");
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.output())
          .contains(
              "nutcracker: cannot listen on 127.0.0.1:%d for pool 'alpha': Address already in use\n"
                  .formatted(busy.getLocalPort()));
    }
    CommandResult missing = nutcracker("nutcracker -c missing.yml");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.output()).contains("missing.yml").contains("No such file or directory");
  }

  @Test
  void aMissingJavaGetsOneClearLine() throws Exception {
    // Where there is no Java at all, not even below /usr/lib/jvm.
    Path launcher = Files.createDirectories(dir.resolve("unpacked/bin")).resolve("nutcracker");
    Path lib = Files.createDirectories(dir.resolve("unpacked/lib"));
    Files.copy(ROOT.resolve("nutcracker"), launcher);
    String findJava = Files.readString(ROOT.resolve("proxy/src/main/sh/find-java"));
    Path finder = lib.resolve("find-java");
    Files.writeString(finder, findJava.replace("/usr/lib/jvm", dir + "/no-jvm"));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    assertThat(finder.toFile().setExecutable(true)).isTrue();
    var command = new ProcessBuilder("/bin/sh", launcher.toString(), "-V");
    command.environment().remove("JAVA_HOME");
    command.environment().put("PATH", pathWithoutJava());
    CommandResult result = CommandResult.of(command, dir);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output().lines()).hasSize(1);
    assertThat(result.output()).contains("Java").contains("25");
  }

  /** The few tools of the launcher, linked into a directory of their own. */
  private String pathWithoutJava() throws IOException {
    Path tools = Files.createDirectories(dir.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "sed", "grep", "head", "cat", "ls")) {
      for (Path home : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
        if (Files.exists(home.resolve(tool)) && Files.notExists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), home.resolve(tool));
        }
      }
    }
    return tools.toString();
  }

  @Test
  void theDemoServesAndLeavesNothingBehind() throws Exception {
    var command =
        new ProcessBuilder(
            ROOT.resolve("nutcracker").toString(),
            "demo",
            "--port=" + port,
            "--memcached-port=" + memcachedPort,
            "--stats-port=" + statsPort);
    Process demo = command.directory(dir.toFile()).redirectErrorStream(true).start();
    try (var output = demo.inputReader()) {
      String line = "";
      var seen = new ArrayList<String>();
      while (line != null && !line.contains("Ctrl-C")) {
        line = output.readLine();
        seen.add(String.valueOf(line));
      }
      assertThat(seen).anyMatch(text -> text.contains("redis-cli -p " + port + " set hello world"));
      assertThat(exchange(port, "SET hello world\r\nGET hello\r\nQUIT\r\n"))
          .isEqualTo("+OK\r\n$5\r\nworld\r\n+OK\r\n");
      assertThat(exchange(memcachedPort, "set hello 0 0 5\r\nworld\r\nget hello\r\nquit\r\n"))
          .isEqualTo("STORED\r\nVALUE hello 0 5\r\nworld\r\nEND\r\n");
      var servers = demo.descendants().toList();
      assertThat(servers).hasSizeGreaterThanOrEqualTo(4);
      demo.destroy();
      demo.onExit().join();
      servers.forEach(server -> server.onExit().join());
      Path file = Path.of(seen.getLast().replaceAll(".*; (\\S+) is its.*", "$1"));
      assertThat(file.getParent()).doesNotExist();
    } finally {
      demo.destroyForcibly();
    }
  }

  private String exchange(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String stats() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), statsPort)) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Runs a command line of words without quotes, with the launcher as {@code nutcracker}. */
  private CommandResult nutcracker(String line) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(line.strip().split("\\s+")));
    words.set(0, ROOT.resolve("nutcracker").toString());
    return CommandResult.of(new ProcessBuilder(words), dir);
  }
}
