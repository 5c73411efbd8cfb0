// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.Locale;

/**
 * Which of the operating system's event interfaces to use; {@code AUTO} takes the best one that
 * works.
 */
public enum TransportChoice {
  AUTO,
  IO_URING,
  EPOLL,
  NIO;

  /** The choice's name in the configuration file and on the command line. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
