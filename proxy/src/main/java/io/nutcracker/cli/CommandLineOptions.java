// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import io.nutcracker.config.TransportChoice;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says. Read as GNU {@code getopt_long} does, on which twemproxy's command
 * line rests: short options may be clustered ({@code -dc file}), long ones abbreviated, values are
 * the rest of the word or the next word whatever that looks like, {@code --} ends the options.
 * Words that belong to no option are ignored wherever they stand. The first bad option ends it.
 */
final class CommandLineOptions {
  static final String DEFAULT_CONF_FILE = "conf/nutcracker.yml";

  boolean help;
  boolean version;
  boolean testConf;

  /** Without effect here: the launcher puts the process into the background. */
  boolean daemonize;

  boolean describeStats;
  int verbosity = 5;

  /** Empty for standard error. */
  String logFile = "";

  String confFile = DEFAULT_CONF_FILE;
  int statsPort = 22222;
  String statsAddress = "0.0.0.0";

  /** Checked and without effect: stats are added up when they are read. */
  int statsIntervalMs = 30_000;

  /** Empty for none. */
  String pidFile = "";

  int mbufSizeBytes = 16384;
  OptionalInt workers = OptionalInt.empty();
  Optional<TransportChoice> transport = Optional.empty();

  /** How long clients that wait for responses may delay the end. */
  int drainTimeoutMs = 5000;

  /** Empty for none. */
  String adminTokenFile = "";

  /** Empty for none. */
  String adminToken = "";

  private CommandLineOptions() {}

  static CommandLineOptions parse(List<String> args) throws UsageException {
    var options = new CommandLineOptions();
    Iterator<String> words = args.iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (word.equals("--")) {
        break;
      }
      if (word.startsWith("--")) {
        options.longOption(word.substring(2), words);
      } else if (word.startsWith("-")) {
        options.shortOptions(word.substring(1), words);
      }
    }
    return options;
  }

  private void longOption(String word, Iterator<String> words) throws UsageException {
    int equals = word.indexOf('=');
    Option option = Option.abbreviated(equals < 0 ? word : word.substring(0, equals));
    if (option == null) {
      // As twemproxy: getopt reports the letter of an unknown long option as the zero byte.
      throw UsageException.invalidOption('\0');
    }
    if (option.argument == Option.Argument.NONE) {
      if (equals >= 0) {
        throw UsageException.invalidOption(option.shortName);
      }
      option.set(this, "");
    } else {
      option.set(this, equals < 0 ? next(words, option) : word.substring(equals + 1));
    }
  }

  private void shortOptions(String cluster, Iterator<String> words) throws UsageException {
    for (int i = 0; i < cluster.length(); i++) {
      Option option = Option.named(cluster.charAt(i));
      if (option == null) {
        throw UsageException.invalidOption(cluster.charAt(i));
      }
      if (option.argument != Option.Argument.NONE) {
        String rest = cluster.substring(i + 1);
        option.set(this, rest.isEmpty() ? next(words, option) : rest);
        return;
      }
      option.set(this, "");
    }
  }

  private static String next(Iterator<String> words, Option option) throws UsageException {
    if (!words.hasNext()) {
      throw option.missingArgument();
    }
    return words.next();
  }
}
