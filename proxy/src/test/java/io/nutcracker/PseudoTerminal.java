// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;

/**
 * A terminal that nobody sits at: a program runs in a pseudo-terminal of the system's, and what it
 * writes is shown on a screen in memory.
 */
final class PseudoTerminal implements AutoCloseable {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 24;

  /** Starting Java takes seconds on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Pattern DEVICE = Pattern.compile("DEVICE=(/dev/\\S+)");

  private final Process process;
  private final ScreenTerminal screen = new ScreenTerminal(WIDTH, HEIGHT);
  private final Queue<String> written = new ConcurrentLinkedQueue<>();
  private final Thread reader;

  /**
   * Starts it.
   *
   * @param script for the shell; what it says before and after the program is in {@link #written}
   */
  PseudoTerminal(String script) {
    var command =
        new ProcessBuilder(
            "script",
            "-qefc",
            "stty rows %d cols %d; echo DEVICE=$(tty); %s".formatted(HEIGHT, WIDTH, script),
            "/dev/null");
    command.environment().put("TERM", "xterm-256color");
    command.environment().put("SHELL", "/bin/sh");
    try {
      process = command.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader = Thread.ofPlatform().daemon().start(this::show);
  }

  private void show() {
    var buffer = new char[8192];
    try (Reader output = process.inputReader(UTF_8)) {
      for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
        var text = new String(buffer, 0, n);
        written.add(text);
        screen.write(text);
        // What the program asks of its terminal.
        type(screen.read());
      }
    } catch (IOException e) {
      written.add(e.toString());
    }
  }

  void type(String keys) {
    try {
      process.getOutputStream().write(keys.getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that was written, in the order of writing. */
  String written() {
    return String.join("", written);
  }

  /** What can be read on the screen now, by line. */
  String seen() {
    return screen.toString();
  }

  void awaitSeen(String regex) {
    awaitSeen(regex, PATIENCE);
  }

  void awaitSeen(String regex, Duration limit) {
    Pattern pattern = Pattern.compile(regex);
    Awaitility.await(regex)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(20))
        .until(this::seen, text -> pattern.matcher(text).find());
  }

  /** Waits until the program has written this. */
  void awaitWritten(String text) {
    Awaitility.await(text).atMost(PATIENCE).until(() -> written().contains(text));
  }

  /** As a user does who pulls at the window's corner. */
  void resize(int width, int height) throws Exception {
    Matcher device = DEVICE.matcher(written());
    if (!device.find()) {
      throw new AssertionError("no terminal: " + written());
    }
    screen.setSize(Size.of(width, height));
    new ProcessBuilder("stty", "-F", device.group(1), "rows", "" + height, "cols", "" + width)
        .start()
        .waitFor();
  }

  /** The program's process, by a word of its command line. */
  ProcessHandle program(String word) {
    return process
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").contains(word))
        .filter(each -> Path.of(each.info().command().orElse("")).endsWith("java"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      reader.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
