// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** One run of the program in this process: its exit status and what it printed. */
record CommandLineRun(int status, String out, String err) {
  static CommandLineRun of(String... args) throws InterruptedException {
    return with("", () -> {}, args);
  }

  static CommandLineRun with(String in, StopRequest stop, String... args)
      throws InterruptedException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(in.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8));
    int status = new Program(terminal, Launch.of(terminal), stop).run(List.of(args));
    terminal.out().flush();
    terminal.err().flush();
    return new CommandLineRun(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}
