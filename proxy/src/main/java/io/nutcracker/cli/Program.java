// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.util.List;

/**
 * The command line as a whole: a sub-command, a text that is asked for, a test of the configuration
 * file, or the proxy. As twemproxy, all but sub-commands speak on standard error only.
 */
public final class Program {
  private final Terminal terminal;
  private final Launch launch;
  private final StopRequest stop;

  /**
   * @param launch learns when the proxy serves
   * @param stop ends the proxy when there is one
   */
  public Program(Terminal terminal, Launch launch, StopRequest stop) {
    this.terminal = terminal;
    this.launch = launch;
    this.stop = stop;
  }

  /** Does what the arguments say, to its end, and returns the exit status. */
  public int run(List<String> args) throws InterruptedException {
    try {
      var command = SubCommand.of(args);
      return command.isPresent()
          ? run(command.get(), args.subList(1, args.size()))
          : run(CommandLineOptions.parse(args));
    } catch (UsageException e) {
      terminal.err().println("nutcracker: " + e.getMessage());
      terminal.err().print(Usage.text());
      return 1;
    }
  }

  private int run(SubCommand command, List<String> args) {
    try (var _ = LogOutput.warnings(terminal.err())) {
      return command.run(args, terminal);
    }
  }

  private int run(CommandLineOptions options) throws InterruptedException {
    if (options.help || options.version || options.describeStats) {
      terminal.err().print(Usage.version());
      terminal.err().print(options.help ? Usage.text() : "");
      terminal.err().print(options.describeStats ? StatsDescription.TEXT : "");
      return 0;
    }
    if (options.testConf) {
      return ConfigFile.test(options.confFile, terminal.err());
    }
    return new ProxyRun(options, terminal.err(), launch, stop).run();
  }
}
