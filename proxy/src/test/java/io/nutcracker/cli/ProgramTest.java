// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.Version;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each mode of the program prints, and with which status it ends. */
class ProgramTest {
  private static final String VERSION_BLOCK =
      "This is nutcracker-" + Version.current() + "\nasync event backend: io_uring, epoll, nio\n\n";
  private static final String STAMP = "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}] ";

  @TempDir private Path dir;
  private Path conf;
  private String statsPort = "";

  @BeforeEach
  void writeConfiguration() throws IOException {
    conf = dir.resolve("c.yml");
    Files.writeString(
        conf,
        """
        alpha:
          listen: %s/alpha.sock
          redis: true
          servers:
           - 127.0.0.1:6379:1
        """
            .formatted(dir));
    try (var socket = new ServerSocket(0)) {
      statsPort = Integer.toString(socket.getLocalPort());
    }
  }

  private CommandLineRun start(StopRequest stop, String... more) throws InterruptedException {
    String[] args = {"-c", conf.toString(), "-s", statsPort, "-a", "127.0.0.1", "--workers", "1"};
    var all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandLineRun.with("", stop, all);
  }

  private void breakConfiguration() throws IOException {
    Files.writeString(conf, "alpha:\n  listen: 127.0.0.1:x\n  timeot: 1\n  servers:\n  - a\n");
  }

  private String[] problems() {
    return new String[] {
      conf
          + ":2: pool 'alpha': listen: '127.0.0.1:x' has an invalid port; ports are numbers from 1"
          + " to 65535",
      conf + ":3: pool 'alpha': timeot: is not a known directive; did you mean 'timeout'?",
      conf
          + ":5: pool 'alpha': servers: 'a' is neither 'host:port:weight [name]' nor"
          + " '/path:weight [name]'"
    };
  }

  @Test
  void printsItsVersion() throws InterruptedException {
    assertThat(CommandLineRun.of("-V")).isEqualTo(new CommandLineRun(0, "", VERSION_BLOCK));
    assertThat(Version.current()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void helpStartsWithTheVersionAndHoldsTwemproxysTextToTheByte() throws InterruptedException {
    var run = CommandLineRun.of("--help");
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith(
            VERSION_BLOCK
                + "Usage: nutcracker [-?hVdDt] [-v verbosity level] [-o output file]\r\n"
                + "                  [-c conf file] [-s stats port] [-a stats addr]\r\n"
                + "                  [-i stats interval] [-p pid file] [-m mbuf size]\r\n")
        .contains(
            "\nOptions:\r\n"
                + "  -h, --help             : this help\r\n"
                + "  -V, --version          : show version and exit\r\n"
                + "  -t, --test-conf        : test configuration for syntax errors and exit\r\n"
                + "  -d, --daemonize        : run as a daemon\r\n"
                + "  -D, --describe-stats   : print stats description and exit\n"
                + "  -v, --verbose=N        : set logging level (default: 5, min: 0, max: 11)\r\n"
                + "  -o, --output=S         : set logging file (default: stderr)\r\n"
                + "  -c, --conf-file=S      : set configuration file (default:"
                + " conf/nutcracker.yml)\r\n"
                + "  -s, --stats-port=N     : set stats monitoring port (default: 22222)\r\n"
                + "  -a, --stats-addr=S     : set stats monitoring ip (default: 0.0.0.0)\r\n"
                + "  -i, --stats-interval=N : set stats aggregation interval in msec (default:"
                + " 30000 msec)\r\n"
                + "  -p, --pid-file=S       : set pid file (default: off)\r\n"
                + "  -m, --mbuf-size=N      : set size of mbuf chunk in bytes (default: 16384"
                + " bytes)\r\n"
                + "      --workers=N        : ")
        .endsWith("\r\n\n");
  }

  @Test
  void describesStats() throws InterruptedException {
    var run = CommandLineRun.of("-D");
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith(
            VERSION_BLOCK + "pool stats:\n  client_eof          \"# eof on client connections\"\n")
        .contains("\n\nserver stats:\n  server_eof          \"# eof on server connections\"\n")
        .endsWith("  out_queue_bytes     \"current request bytes in outgoing queue\"\n");
    assertThat(run.err().lines()).hasSize(3 + 1 + 6 + 1 + 1 + 13);
  }

  @Test
  void answersAUsageErrorWithOneLineAndTheUsage() throws InterruptedException {
    var run = CommandLineRun.of("-V", "-z");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("nutcracker: invalid option -- 'z'\nUsage: nutcracker [");
  }

  @Test
  void acceptsAValidConfiguration() throws InterruptedException {
    assertThat(CommandLineRun.of("-t", "-c", conf.toString()))
        .isEqualTo(
            new CommandLineRun(
                0, "", "nutcracker: configuration file '" + conf + "' syntax is ok\n"));
  }

  @Test
  void testsAConfigurationAndListsAllProblemsBeforeTheVerdict()
      throws InterruptedException, IOException {
    breakConfiguration();
    var run = CommandLineRun.of("-t", "-c", conf.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines())
        .startsWith(problems())
        .endsWith("nutcracker: configuration file '" + conf + "' syntax is invalid")
        .hasSize(4);
  }

  @Test
  void testsAConfigurationAndSaysWhatIsDoubtful() throws InterruptedException, IOException {
    Files.writeString(conf, Files.readString(conf).replace("redis: true", "redis_db: 1"));
    assertThat(CommandLineRun.of("-t", "-c", conf.toString()).err().lines())
        .containsExactly(
            "warning: " + conf + ":3: pool 'alpha': redis_db: has no effect in a memcached pool",
            "nutcracker: configuration file '" + conf + "' syntax is ok");
  }

  @Test
  void testsAConfigurationThatIsNotThere() throws InterruptedException {
    var run = CommandLineRun.of("-t", "-c", "nope");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly(
            "nutcracker: failed to open configuration 'nope': No such file or directory",
            "nutcracker: configuration file 'nope' syntax is invalid");
  }

  @Test
  void startsAndStops() throws InterruptedException {
    var run = start(() -> {});
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList())
        .first()
        .asString()
        .matches(
            STAMP
                + "nutcracker nutcracker-%s built for \\S+ \\S+ \\S+ started on pid %d"
                    .formatted(Version.current(), ProcessHandle.current().pid()));
    assertThat(run.err())
        .containsPattern(STAMP + "nutcracker run, rabbit run / dig that hole, forget the sun / ")
        .containsPattern(STAMP + "nutcracker done, rabbit done\n$");
  }

  @Test
  void refusesToStartWithABadConfiguration() throws InterruptedException, IOException {
    breakConfiguration();
    var run = start(() -> {});
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines().filter(line -> !line.startsWith("[")))
        .startsWith(problems())
        .endsWith("nutcracker: configuration file '" + conf + "' syntax is invalid")
        .hasSize(4);
  }

  @Test
  void saysInOneLineThatTheConfigurationCannotBeRead() throws InterruptedException {
    var run = CommandLineRun.of("-c", dir.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines().filter(line -> !line.startsWith("[")))
        .containsExactly("nutcracker: failed to open configuration '" + dir + "': Is a directory");
  }

  @Test
  void keepsAPidFileWhileItRuns() throws InterruptedException, IOException {
    Path pidFile = dir.resolve("nutcracker.pid");
    Files.writeString(pidFile, "12345678901234567890");
    var seen = new StringBuilder();
    var run = start(() -> seen.append(readUnchecked(pidFile)), "-p", pidFile.toString());
    assertThat(run.status()).isZero();
    assertThat(seen).hasToString(Long.toString(ProcessHandle.current().pid()));
    assertThat(pidFile).doesNotExist();
  }

  @Test
  void removesThePidFileAfterAFailedStart() throws InterruptedException, IOException {
    breakConfiguration();
    Path pidFile = dir.resolve("nutcracker.pid");
    assertThat(start(() -> {}, "-p", pidFile.toString()).status()).isEqualTo(1);
    assertThat(pidFile).doesNotExist();
  }

  @Test
  void saysThatThePidFileCannotBeWritten() throws InterruptedException {
    var run = start(() -> {}, "-p", "/nope/pid");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("nutcracker: opening pid file '/nope/pid' failed: No such file or directory\n");
  }

  @Test
  void appendsItsLogToAFile() throws InterruptedException, IOException {
    Path log = dir.resolve("nutcracker.log");
    assertThat(start(() -> {}, "-o", log.toString()).err()).isEmpty();
    assertThat(start(() -> {}, "-o", log.toString()).err()).isEmpty();
    assertThat(Files.readString(log)).contains("done, rabbit done\n[").contains("started on pid");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .startsWith("rw-")
        .doesNotContain("x");
  }

  @Test
  void logsProblemsToTheFileToo() throws InterruptedException, IOException {
    breakConfiguration();
    Path log = dir.resolve("nutcracker.log");
    start(() -> {}, "-o", log.toString());
    assertThat(Files.readString(log)).contains(problems());
  }

  @Test
  void saysThatTheLogFileCannotBeOpened() throws InterruptedException {
    assertThat(start(() -> {}, "-o", "/nope/log"))
        .isEqualTo(
            new CommandLineRun(
                1, "", "opening log file '/nope/log' failed: No such file or directory\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3", "4", "5", "11", "4000"})
  void writesStartAndStopLinesAtEveryLevelAndWarningsFromFour(String level)
      throws InterruptedException, IOException {
    Files.writeString(conf, Files.readString(conf).replace("redis: true", "redis_db: 1"));
    var run = start(() -> {}, "-v", level);
    assertThat(run.err()).contains("started on pid", "run, rabbit run", "done, rabbit done");
    assertThat(run.err().contains("has no effect")).isEqualTo(Integer.parseInt(level) >= 4);
  }

  private static String readUnchecked(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void anAdminTokenFileThatHoldsNothingStopsTheStart() throws Exception {
    var file = Files.writeString(conf.resolveSibling("token"), " \n");
    assertThat(
            CommandLineRun.of("-c", conf.toString(), "--admin-token-file", file.toString()).err())
        .contains("nutcracker: admin token file '" + file + "' is empty\n");
    assertThat(CommandLineRun.of("-c", conf.toString(), "--admin-token-file=none/token").err())
        .contains(
            "nutcracker: reading admin token file 'none/token' failed: No such file or"
                + " directory\n");
  }
}
