// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static io.nutcracker.cli.Option.Argument.FILE_NAME;
import static io.nutcracker.cli.Option.Argument.NONE;
import static io.nutcracker.cli.Option.Argument.NUMBER;
import static io.nutcracker.cli.Option.Argument.STRING;

import io.nutcracker.config.DecimalNumber;
import io.nutcracker.config.NutcrackerConfig;
import io.nutcracker.config.TransportChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Every option of the command line: its names, its argument, its line of the usage text and what it
 * sets. First twemproxy's, in the order of its usage text, then the new ones, which have no short
 * form so that twemproxy may still take any letter.
 */
@SuppressWarnings("ImmutableEnumChecker") // The setters are lambdas without state.
enum Option {
  HELP('h', "help", NONE, "this help", (o, _) -> o.help = true),
  VERSION('V', "version", NONE, "show version and exit", (o, _) -> o.version = true),
  TEST_CONF(
      't',
      "test-conf",
      NONE,
      "test configuration for syntax errors and exit",
      (o, _) -> o.testConf = true),
  DAEMONIZE('d', "daemonize", NONE, "run as a daemon", (o, _) -> o.daemonize = true),
  DESCRIBE_STATS(
      'D',
      "describe-stats",
      NONE,
      "print stats description and exit",
      (o, _) -> o.describeStats = true),
  VERBOSE(
      'v',
      "verbose",
      NUMBER,
      "set logging level (default: 5, min: 0, max: 11)",
      (o, value) -> o.verbosity = number("-v", value)),
  OUTPUT(
      'o',
      "output",
      FILE_NAME,
      "set logging file (default: stderr)",
      (o, value) -> o.logFile = value),
  CONF_FILE(
      'c',
      "conf-file",
      FILE_NAME,
      "set configuration file (default: conf/nutcracker.yml)",
      (o, value) -> o.confFile = value),
  STATS_PORT(
      's',
      "stats-port",
      NUMBER,
      "set stats monitoring port (default: 22222)",
      (o, value) -> o.statsPort = port(value)),
  STATS_ADDR(
      'a',
      "stats-addr",
      STRING,
      "set stats monitoring ip (default: 0.0.0.0)",
      (o, value) -> o.statsAddress = value),
  STATS_INTERVAL(
      'i',
      "stats-interval",
      NUMBER,
      "set stats aggregation interval in msec (default: 30000 msec)",
      (o, value) -> o.statsIntervalMs = number("-i", value)),
  PID_FILE(
      'p', "pid-file", FILE_NAME, "set pid file (default: off)", (o, value) -> o.pidFile = value),
  MBUF_SIZE(
      'm',
      "mbuf-size",
      NUMBER,
      "set size of mbuf chunk in bytes (default: 16384 bytes)",
      (o, value) -> o.mbufSizeBytes = mbufSize(value)),
  WORKERS(
      "workers",
      NUMBER,
      "set number of worker threads (default: one per processor)",
      (o, value) -> o.workers = OptionalInt.of(workers(value))),
  TRANSPORT(
      "transport",
      STRING,
      "set event interface: auto, io_uring, epoll or nio (default: auto)",
      (o, value) -> o.transport = Optional.of(transport(value))),
  DRAIN_TIMEOUT(
      "drain-timeout",
      NUMBER,
      "set time to answer clients before the end in msec (default: 5000 msec)",
      (o, value) -> o.drainTimeoutMs = number("--drain-timeout", value)),
  ADMIN_TOKEN_FILE(
      "admin-token-file",
      FILE_NAME,
      "set file with the token that HTTP requests to the stats port need (default: none)",
      (o, value) -> o.adminTokenFile = value),
  ADMIN_TOKEN(
      "admin-token",
      STRING,
      "set that token itself, for all to see who list processes",
      (o, value) -> o.adminToken = value);

  private static final char NO_SHORT_NAME = 0;
  private static final int HIGHEST_PORT = 65535;
  private static final int SMALLEST_MBUF = 512;
  private static final int LARGEST_MBUF = 16 * 1024 * 1024;

  /** The short name; 0 when there is none. */
  final char shortName;

  final String longName;
  final Argument argument;
  final String description;
  private final Setter setter;

  Option(String longName, Argument argument, String description, Setter setter) {
    this(NO_SHORT_NAME, longName, argument, description, setter);
  }

  Option(char shortName, String longName, Argument argument, String description, Setter setter) {
    this.shortName = shortName;
    this.longName = longName;
    this.argument = argument;
    this.description = description;
    this.setter = setter;
  }

  static @Nullable Option named(char shortName) {
    return Arrays.stream(values())
        .filter(option -> option.shortName == shortName && option.hasShortName())
        .findFirst()
        .orElse(null);
  }

  /**
   * The option with this long name or unambiguous beginning of one. A new option never makes an
   * abbreviation of a twemproxy option ambiguous: {@code --t} stays {@code --test-conf}.
   */
  static @Nullable Option abbreviated(String name) {
    List<Option> matches =
        Arrays.stream(values()).filter(option -> option.longName.startsWith(name)).toList();
    List<Option> original = matches.stream().filter(Option::hasShortName).toList();
    List<Option> candidates = original.isEmpty() ? matches : original;
    return matches.stream()
        .filter(option -> option.longName.equals(name))
        .findFirst()
        .orElse(candidates.size() == 1 ? candidates.getFirst() : null);
  }

  boolean hasShortName() {
    return shortName != NO_SHORT_NAME;
  }

  void set(CommandLineOptions options, String value) throws UsageException {
    setter.set(options, value);
  }

  UsageException missingArgument() {
    String name = hasShortName() ? "-" + shortName : "--" + longName;
    return new UsageException("option " + name + " requires " + argument.text);
  }

  private static int number(String option, String value) throws UsageException {
    int number = DecimalNumber.parse(value);
    if (number == DecimalNumber.NOT_A_NUMBER) {
      throw new UsageException("option " + option + " requires a number");
    }
    return number;
  }

  private static int port(String value) throws UsageException {
    int port = number("-s", value);
    if (port == 0 || port > HIGHEST_PORT) {
      throw new UsageException("option -s value " + port + " is not a valid port");
    }
    return port;
  }

  private static int mbufSize(String value) throws UsageException {
    int size = DecimalNumber.parse(value);
    if (size < 1) {
      throw new UsageException("option -m requires a non-zero number");
    }
    if (size < SMALLEST_MBUF || size > LARGEST_MBUF) {
      throw new UsageException(
          "mbuf chunk size must be between %d and %d bytes".formatted(SMALLEST_MBUF, LARGEST_MBUF));
    }
    return size;
  }

  private static int workers(String value) throws UsageException {
    int workers = DecimalNumber.parse(value);
    if (workers < 1 || workers > NutcrackerConfig.MAX_WORKERS) {
      throw new UsageException(
          "option --workers requires a number from 1 to " + NutcrackerConfig.MAX_WORKERS);
    }
    return workers;
  }

  private static TransportChoice transport(String value) throws UsageException {
    for (var choice : TransportChoice.values()) {
      if (choice.configName().equals(value)) {
        return choice;
      }
    }
    throw new UsageException("option --transport requires auto, io_uring, epoll or nio");
  }

  /** What follows an option, and what is said when it is missing. */
  enum Argument {
    NONE("", "nothing"),
    NUMBER("=N", "a number"),
    STRING("=S", "a string"),
    FILE_NAME("=S", "a file name");

    /** As in {@code --stats-port=N}. */
    final String suffix;

    private final String text;

    Argument(String suffix, String text) {
      this.suffix = suffix;
      this.text = text;
    }
  }

  private interface Setter {
    void set(CommandLineOptions options, String value) throws UsageException;
  }
}
