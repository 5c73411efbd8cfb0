// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the program logs in this JVM until this is closed, instead of where it went before. */
public final class LogLines implements AutoCloseable {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.nutcracker");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  /** From now on, from this level. */
  public LogLines(Level level) {
    appender.start();
    LOG.addAppender(appender);
    LOG.setLevel(level);
    LOG.setAdditive(false);
  }

  /** Those so far that contain this text. */
  public List<String> with(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    LOG.detachAppender(appender);
    LOG.setLevel(null);
    LOG.setAdditive(true);
  }
}
