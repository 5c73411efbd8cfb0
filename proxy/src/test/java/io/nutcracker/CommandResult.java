// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a command left that ran to its end.
 *
 * @param output standard output and standard error in one
 */
record CommandResult(int status, String output) {
  /** Runs the command in the directory, where it leaves a file with its output. */
  static CommandResult of(ProcessBuilder command, Path dir)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(dir, "output", "");
    Process process =
        command
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new CommandResult(process.waitFor(), Files.readString(output));
  }
}
