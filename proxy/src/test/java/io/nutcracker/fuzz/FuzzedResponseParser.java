// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseParser;
import io.nutcracker.protocol.ResponseParser.Result;
import org.jspecify.annotations.Nullable;

/** A parser of servers' responses, of either protocol. */
record FuzzedResponseParser(ResponseParser parser) implements FuzzedParser {
  /** A status or error line that is almost too long. */
  private static final int MOST_HELD_BACK = 1024 * 1024;

  @Override
  public @Nullable Found parse(ByteBuf in, int asideBytes, int from) {
    Result result = parser.parse(in, asideBytes);
    return switch (result) {
      case INCOMPLETE -> null;
      case RESPONSE -> new Found(result, from, parser.length(), "");
      case INVALID -> new Found(result, from, 0, "");
    };
  }

  @Override
  public int position() {
    return parser.position();
  }

  @Override
  public int mostHeldBack() {
    return MOST_HELD_BACK;
  }

  @Override
  public void reset() {
    parser.reset();
  }
}
