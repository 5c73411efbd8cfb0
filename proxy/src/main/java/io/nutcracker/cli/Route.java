// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.nutcracker.cli.RoutePrinter.BadKeyException;
import io.nutcracker.config.ConfigException;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.ServerConfig;
import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.hashkit.RingServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code nutcracker route}: prints key, hash and server name of each key, as the proxy would route
 * it, without opening a connection. Tells where data lives, and with {@code --without} where it
 * would go.
 */
@Command(
    name = "nutcracker route",
    sortOptions = false,
    description = "Prints key, hash and server of each key, without connecting to any server.",
    exitCodeOnInvalidInput = 1)
final class Route implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Terminal terminal;

  @Option(
      names = {"-c", "--conf-file"},
      paramLabel = "FILE",
      defaultValue = CommandLineOptions.DEFAULT_CONF_FILE,
      description = "configuration file (default: ${DEFAULT-VALUE})")
  private String confFile = "";

  @Option(names = "--pool", paramLabel = "NAME", required = true, description = "the server pool")
  private String poolName = "";

  @Option(names = "--hex", description = "keys are given and printed in hexadecimal")
  private boolean hex;

  @Option(
      names = "--without",
      paramLabel = "SERVER",
      description = "leave this server out, as if ejected; may be repeated")
  private List<String> without = new ArrayList<>();

  @SuppressWarnings("UnusedVariable") // For picocli, which prints the help itself.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this help")
  private boolean help;

  @Parameters(
      paramLabel = "KEY",
      arity = "0..*",
      description = "the keys; without any, each line of standard input is a key")
  private List<String> keys = new ArrayList<>();

  private Route(Terminal terminal) {
    this.terminal = terminal;
  }

  static int run(List<String> args, Terminal terminal) {
    return new CommandLine(new Route(terminal))
        // A key may start with '@'.
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, UTF_8))
        .execute(args.toArray(String[]::new));
  }

  @Override
  public Integer call() {
    try {
      print(pool());
      return 0;
    } catch (ConfigException e) {
      e.problems().forEach(terminal.err()::println);
      terminal.err().println(ConfigFile.verdict(confFile, false));
    } catch (NameException | BadKeyException | IOException e) {
      terminal.err().println("nutcracker: " + e.getMessage());
    }
    return 1;
  }

  private void print(PoolConfig pool) throws IOException, BadKeyException, NameException {
    KeyRouter router = router(pool);
    var out = new BufferedOutputStream(terminal.out(), BUFFER_BYTES);
    var printer = new RoutePrinter(router, pool.servers(), hex, out);
    try {
      for (String key : keys) {
        printer.print(Unpooled.copiedBuffer(key, UTF_8));
      }
      if (keys.isEmpty()) {
        printer.printLines(new BufferedInputStream(terminal.in(), BUFFER_BYTES));
      }
    } finally {
      out.flush();
    }
  }

  private PoolConfig pool() throws IOException, ConfigException, NameException {
    List<PoolConfig> pools = ConfigFile.load(confFile).config().pools();
    for (PoolConfig pool : pools) {
      if (pool.name().equals(poolName)) {
        return pool;
      }
    }
    throw NameException.unknown("pool", poolName, pools.stream().map(PoolConfig::name).toList());
  }

  private KeyRouter router(PoolConfig pool) throws NameException {
    List<String> names = pool.servers().stream().map(ServerConfig::name).toList();
    for (String name : without) {
      if (!names.contains(name)) {
        throw NameException.unknown("server", name, names);
      }
    }
    List<RingServer> live =
        IntStream.range(0, names.size())
            .filter(i -> !without.contains(names.get(i)))
            .mapToObj(i -> new RingServer(i, names.get(i), pool.servers().get(i).weight()))
            .toList();
    if (live.isEmpty()) {
      throw new NameException("no server is left in pool '" + poolName + "'");
    }
    return new KeyRouter(
        pool.hash(),
        pool.hashTag(),
        pool.distribution().continuum(live, Distribution.PER_THREAD_RANDOM),
        pool.servers().size());
  }

  /** The names that were given do not go with the configuration. */
  private static final class NameException extends Exception {
    private static final long serialVersionUID = 1L;

    NameException(String message) {
      super(message);
    }

    static NameException unknown(String kind, String name, List<String> known) {
      return new NameException("no " + kind + " is named '" + name + "'; there are " + known);
    }
  }
}
