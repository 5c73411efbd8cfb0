// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import io.nutcracker.cli.Launch;
import io.nutcracker.cli.Program;
import io.nutcracker.cli.Terminal;
import java.util.List;

/** The program's entry point: hands the process's streams and signals to the command line. */
public final class Nutcracker {
  private Nutcracker() {}

  public static void main(String[] args) throws InterruptedException {
    var end = new ProcessEnd();
    var terminal = new Terminal(System.in, System.out, System.err);
    var launch = Launch.of(terminal);
    int status = 1;
    try {
      status = new Program(terminal, launch, end).run(List.of(args));
    } catch (RuntimeException | Error e) {
      terminal.err().println("nutcracker: ended by an error in the program itself");
      e.printStackTrace(terminal.err());
    }
    launch.report(status);
    end.exit(status);
  }
}
