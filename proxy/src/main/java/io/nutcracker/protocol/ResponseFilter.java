// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import io.netty.buffer.ByteBuf;

/** Which responses a client has asked not to be sent. */
public interface ResponseFilter {
  /** Whether the response {@code in[from, from + length)} is one of them. */
  boolean hides(ByteBuf in, int from, int length);
}
