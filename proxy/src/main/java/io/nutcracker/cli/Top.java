// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutcracker.top.StatsAddress;
import io.nutcracker.top.TopRun;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nutcracker top}: the figures of a running proxy, live in a terminal. */
@Command(
    name = "nutcracker top",
    sortOptions = false,
    description = "Shows the figures of a running proxy, live; ? explains the keys, q leaves.",
    exitCodeOnInvalidInput = 1)
final class Top implements Callable<Integer> {
  private static final double SHORTEST_SECONDS = 0.1;
  private static final double LONGEST_SECONDS = 3600;

  private final Terminal terminal;

  @Option(
      names = {"-a", "--stats-addr"},
      paramLabel = "ADDRESS[:PORT]",
      defaultValue = "127.0.0.1",
      description = "where the proxy's stats port listens (default: ${DEFAULT-VALUE})")
  private String address = "";

  @Option(
      names = {"-s", "--stats-port"},
      paramLabel = "PORT",
      defaultValue = "22222",
      description = "the port, unless the address has one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--admin-token-file",
      paramLabel = "FILE",
      description = "file with the token that the proxy wants, if it wants any")
  private String tokenFile = "";

  @Option(
      names = "--admin-token",
      paramLabel = "TOKEN",
      description = "that token itself, for all to see who list processes")
  private String token = "";

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "time between two looks (default: ${DEFAULT-VALUE})")
  private double interval;

  @Option(
      names = "--once",
      description = "print one picture after one interval and leave; so without a terminal")
  private boolean once;

  @SuppressWarnings("UnusedVariable") // For picocli, which prints the help itself.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this help")
  private boolean help;

  private Top(Terminal terminal) {
    this.terminal = terminal;
  }

  static int run(List<String> args, Terminal terminal) {
    return new CommandLine(new Top(terminal))
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, UTF_8))
        .execute(args.toArray(String[]::new));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      var run =
          new TopRun(
              StatsAddress.of(address, port), AdminTokenFile.token(tokenFile, token), interval());
      if (once || !isInTerminal()) {
        return run.once(terminal.out(), terminal.err());
      }
      run.live(mayColour(), isToldToEnd());
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      terminal.err().println("nutcracker: " + e.getMessage());
      return 1;
    }
  }

  /** As no-color.org asks. */
  private static boolean mayColour() {
    String noColor = System.getenv("NO_COLOR");
    return noColor == null || noColor.isEmpty();
  }

  /** From now on signals do not end the process, which has a terminal to give back. */
  private static BooleanSupplier isToldToEnd() {
    var isTold = new AtomicBoolean();
    for (var signal : List.of(ProcessSignal.TERM, ProcessSignal.INT, ProcessSignal.HUP)) {
      signal.on(() -> isTold.set(true));
    }
    return isTold::get;
  }

  private Duration interval() {
    if (interval >= SHORTEST_SECONDS && interval <= LONGEST_SECONDS) {
      return Duration.ofMillis(Math.round(interval * 1000));
    }
    throw new IllegalArgumentException(
        "--interval is a number of seconds from 0.1 to 3600, not " + interval);
  }

  /** Whether both what is read and what is written is somebody's terminal. */
  @SuppressWarnings("SystemConsoleNull") // It is null in Java 25 where there is no terminal.
  private static boolean isInTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
