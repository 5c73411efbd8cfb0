// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutcracker.testing.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A client in another language: a program under {@code src/test/resources/clients} that takes host,
 * port and protocol as its arguments.
 *
 * @param interpreter what runs it
 * @param more arguments after these
 */
record ClientProgram(
    String name,
    String interpreter,
    String file,
    List<String> more,
    Map<String, String> environment)
    implements TestedClient {
  ClientProgram(String name, String interpreter, String file) {
    this(name, interpreter, file, List.of(), Map.of());
  }

  @Override
  public List<String> run(InetSocketAddress address, Protocol protocol) {
    var command = new ArrayList<>(List.of(interpreter));
    command.add(Resources.path("clients/" + file).toString());
    command.addAll(List.of("127.0.0.1", "" + address.getPort(), protocol.argument));
    command.addAll(more);
    return output(command, environment);
  }

  /** What a command writes until it ends, or until the test has no more time for it. */
  static List<String> output(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var _ = process.onExit().orTimeout(60, TimeUnit.SECONDS).exceptionally(_ -> end(process));
      return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    return process.destroyForcibly();
  }
}
