// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;

/**
 * Makes one response of the responses to a divided request's fragments. Each fragment is reported
 * once, in any order, by {@link #onResponse} or {@link #onFailure}; then {@link #write} is called.
 * Reusable after {@link #clear}; how it is started is each protocol's own matter.
 */
public interface Coalescer {
  /**
   * Takes the response to a fragment.
   *
   * @param in holds the response, which is well formed, in {@code [from, from + length)}
   * @param out where the client's response will go; may hold bytes until then
   */
  void onResponse(int fragment, ByteBuf in, int from, int length, SendBuffer out);

  /** There is no response to a fragment; {@code reply} is the error that the client gets. */
  void onFailure(int fragment, byte[] reply);

  /** Whether the client's response is an error that was made here. */
  boolean isOurError();

  /** How many bytes of responses are held. */
  int heldBytes();

  /** Appends the client's response. */
  void write(SendBuffer out);

  /** Releases what is held and forgets the request. */
  void clear();
}
