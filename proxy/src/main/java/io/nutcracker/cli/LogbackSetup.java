// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Keeps Logback from looking for a file to be set up by, which takes it longer than anything else
 * at the start: {@link LogOutput} sets it up. Logback finds this by its name in {@code
 * META-INF/services}.
 */
public final class LogbackSetup extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
