// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A parser as the fuzz tests see it, whatever it parses. */
interface FuzzedParser {
  /**
   * Goes on with the current message.
   *
   * @param in the bytes received, from the reader index on
   * @param asideBytes how many bytes of this message came before those
   * @param from where the message starts on the wire
   * @return null if more bytes are needed
   */
  @Nullable Found parse(ByteBuf in, int asideBytes, int from);

  /** How far the current, incomplete message needs no second look. */
  int position();

  /** How many bytes of an incomplete message may need a second look. */
  int mostHeldBack();

  /** How many bytes of memory the parser may have, besides what it remembers of each key. */
  default int mostRetained() {
    return 2048;
  }

  /** Forgets what was found. */
  void reset();

  /** The parser itself. */
  Object parser();
}
