// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nutcracker demo}: a proxy in front of servers of its own, until Ctrl-C. */
@Command(
    name = "nutcracker demo",
    description =
        "Runs a proxy in front of Redis and memcached servers until Ctrl-C; leaves nothing behind.",
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1)
public final class Demo implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "22121",
      paramLabel = "PORT",
      description = "where the proxy listens for Redis' clients (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--memcached-port",
      defaultValue = "22122",
      paramLabel = "PORT",
      description = "the same for memcached, if that is on PATH (default: ${DEFAULT-VALUE})")
  private int memcachedPort;

  @Option(
      names = "--stats-port",
      defaultValue = "22222",
      paramLabel = "PORT",
      description = "where it shows its stats (default: ${DEFAULT-VALUE})")
  private int statsPort;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this help")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  private Demo() {}

  /** Runs the demo and returns its exit status. */
  public static int run(List<String> args) {
    return new CommandLine(new Demo()).execute(args.toArray(String[]::new));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!DemoRedis.areAvailable()) {
      System.err.println("nutcracker: the demo's Redis servers come with a source checkout only");
      return 1;
    }
    try (var demo = new DemoProxy()) {
      Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-cleaner"));
      System.out.print(demo.start(new DemoPorts(port, memcachedPort, statsPort)));
      demo.awaitClose();
      return 0;
    } catch (IOException e) {
      System.err.println("nutcracker: " + e.getMessage());
      return 1;
    }
  }
}
