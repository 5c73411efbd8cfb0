// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The process's log: standard error or a file, with lines like twemproxy's. Logback is set up here
 * and not by a file, because where and how much to log are options of the command line.
 */
final class LogOutput implements AutoCloseable {
  /**
   * What {@code -v 0} to {@code -v 11} let through. twemproxy's notices are our infos: the start,
   * the end, and what changes meanwhile. Debug tells of each connection, trace of what happens on
   * it.
   */
  private static final List<Level> LEVELS =
      List.of(
          Level.OFF,
          Level.ERROR,
          Level.ERROR,
          Level.ERROR,
          Level.WARN,
          Level.INFO,
          Level.DEBUG,
          Level.TRACE,
          Level.TRACE,
          Level.TRACE,
          Level.TRACE,
          Level.TRACE);

  private static final int WARNING = 4;
  private static final int HIGHEST = LEVELS.size() - 1;

  private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();
  private static final Logger ROOT = CONTEXT.getLogger(Logger.ROOT_LOGGER_NAME);

  private static final String LINE = "[%d{yyyy-MM-dd HH:mm:ss.SSS}] %logger{0} %msg%n";

  private final Map<Logger, Level> earlierLevels = new HashMap<>();
  private final List<Appender<ILoggingEvent>> earlierAppenders = new ArrayList<>();
  private final OutputStreamAppender<ILoggingEvent> appender;
  private final Logger log = CONTEXT.getLogger(ProxyRun.LOGGER);
  private final String file;
  private final PrintStream err;
  private int verbosity;

  private LogOutput(String file, int verbosity, PrintStream err) throws IOException {
    this.file = file;
    this.err = err;
    appender =
        appender(
            file.isEmpty()
                ? new Unclosed(err)
                : append(file, "opening log file '" + file + "' failed"));
    ROOT.iteratorForAppenders().forEachRemaining(earlierAppenders::add);
    earlierAppenders.forEach(ROOT::detachAppender);
    ROOT.addAppender(appender);

    // As twemproxy: the start and stop lines are written at any level.
    setLevel(ProxyRun.LOGGER, Level.INFO);
    setVerbosity(Math.min(verbosity, HIGHEST));
  }

  private void setVerbosity(int verbosity) {
    this.verbosity = verbosity;
    Level level = LEVELS.get(verbosity);
    setLevel(Logger.ROOT_LOGGER_NAME, level);
    // Netty's own details would bury ours; they are for the last level.
    boolean hidesDetails = verbosity < HIGHEST && Level.WARN.isGreaterOrEqual(level);
    setLevel("io.netty", hidesDetails ? Level.WARN : level);
  }

  /**
   * Sends the log to the file, or to {@code err} when its name is empty.
   *
   * @throws IOException with a sentence for people when the file cannot be opened
   */
  static LogOutput open(String file, int verbosity, PrintStream err) throws IOException {
    return new LogOutput(file, verbosity, err);
  }

  /** Warnings and errors only, to {@code err}. */
  static LogOutput warnings(PrintStream err) {
    try {
      return new LogOutput("", WARNING, err);
    } catch (IOException e) {
      throw new AssertionError("no file is opened", e);
    }
  }

  private static OutputStream append(String file, String failure) throws IOException {
    try {
      return PublicFile.append(file);
    } catch (IOException e) {
      throw SystemError.because(failure, e);
    }
  }

  /**
   * Goes on in the file that has the log's name now: the one so far may have been moved away. If
   * that cannot be opened, it stays the one so far.
   */
  synchronized void reopen() {
    if (file.isEmpty()) {
      return;
    }
    try {
      appender.setOutputStream(append(file, "reopening log file '" + file + "' failed, ignored"));
      appender.start(); // a full disk may have stopped it
    } catch (IOException e) {
      err.println(e.getMessage());
      log.error("{}", e.getMessage());
    }
  }

  synchronized void raiseLevel() {
    if (verbosity < HIGHEST) {
      setVerbosity(verbosity + 1);
      log.info("up log level to {}", verbosity);
    }
  }

  synchronized void lowerLevel() {
    if (verbosity > 0) {
      setVerbosity(verbosity - 1);
      log.info("down log level to {}", verbosity);
    }
  }

  private static OutputStreamAppender<ILoggingEvent> appender(OutputStream stream) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(CONTEXT);
    encoder.setPattern(LINE);
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(CONTEXT);
    appender.setEncoder(encoder);
    appender.setOutputStream(stream);
    appender.start();
    return appender;
  }

  private void setLevel(String name, Level level) {
    Logger logger = CONTEXT.getLogger(name);
    if (!earlierLevels.containsKey(logger)) {
      earlierLevels.put(logger, logger.getLevel());
    }
    logger.setLevel(level);
  }

  /** Logging is as it was before. */
  @Override
  public void close() {
    ROOT.detachAppender(appender);
    appender.stop();
    earlierAppenders.forEach(ROOT::addAppender);
    earlierLevels.forEach(Logger::setLevel);
  }

  /** Keeps standard error open when the log is closed. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
