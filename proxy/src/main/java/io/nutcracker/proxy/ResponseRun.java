// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.stats.CommandGroup;
import org.jspecify.annotations.Nullable;

/** Responses on their way to a client that are waited for together. */
final class ResponseRun {
  CommandGroup group = CommandGroup.OTHER;

  /** When the last of them was appended. */
  long appendedNanos;

  /** Where it ends among all the bytes for the client. */
  long endByte;

  int responses;

  /** One of them, if it was slow. */
  @Nullable SlowRequest slow;
}
