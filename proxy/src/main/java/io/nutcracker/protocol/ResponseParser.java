// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a server's response; the response itself passes through unread.
 *
 * <p>{@link #parse} is called with whatever has arrived. The parser keeps its place as an offset
 * from the response's first byte, so that the bytes before it may be set aside in the meantime, and
 * looks at nothing twice. One per server connection. Never throws for bad input.
 */
public interface ResponseParser {
  /** What {@link #parse} found. */
  enum Result {
    /** More bytes are needed. */
    INCOMPLETE,
    /** A response of {@link #length} bytes. */
    RESPONSE,
    /** The server does not speak the protocol; nothing more can be read from the connection. */
    INVALID
  }

  /**
   * Goes on with the current response.
   *
   * @param in the bytes received, from the reader index on; its indices are not moved
   * @param asideBytes how many bytes of this response came before those
   */
  Result parse(ByteBuf in, int asideBytes);

  /** Forgets the response just found; the next one starts at the next byte. */
  void reset();

  /** The length of the response found, from its first byte. */
  int length();

  /** How far the current, incomplete response needs no second look; may lie beyond its end. */
  int position();
}
