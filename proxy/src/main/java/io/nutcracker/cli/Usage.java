// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import io.nutcracker.config.Version;

/** The texts of {@code -h} and {@code -V}: twemproxy's, line ends included, and what is new. */
final class Usage {
  private static final String SYNOPSIS =
      """
      Usage: nutcracker [-?hVdDt] [-v verbosity level] [-o output file]
                        [-c conf file] [-s stats port] [-a stats addr]
                        [-i stats interval] [-p pid file] [-m mbuf size]
                        [--workers N] [--transport S] [--drain-timeout N]
                        [--admin-token-file S] [--admin-token S]
             nutcracker <command> --help
      """;

  private Usage() {}

  static String version() {
    return "This is nutcracker-"
        + Version.current()
        + "\nasync event backend: io_uring, epoll, nio\n\n";
  }

  static String text() {
    var text = new StringBuilder(SYNOPSIS.replace("\n", "\r\n")).append("\nOptions:\r\n");
    for (var option : Option.values()) {
      text.append(line(option));
      // As twemproxy: this one line lacks its carriage return.
      text.append(option == Option.DESCRIBE_STATS ? "\n" : "\r\n");
    }
    text.append("\nCommands:\r\n");
    for (var command : SubCommand.values()) {
      text.append("  %-22s : %s\r\n".formatted(command.word, command.description));
    }
    return text.append('\n').toString();
  }

  private static String line(Option option) {
    String shortName = option.hasShortName() ? "-" + option.shortName + "," : "   ";
    return "  %s --%-16s : %s"
        .formatted(shortName, option.longName + option.argument.suffix, option.description);
  }
}
