// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import io.netty.buffer.ByteBuf;

/** Which responses a client has asked not to be sent. */
public interface ResponseFilter {
  /** Every one. */
  ResponseFilter ALL =
      new ResponseFilter() {
        @Override
        public boolean hides(ByteBuf in, int from, int length) {
          return true;
        }

        @Override
        public boolean hidesAll() {
          return true;
        }
      };

  /** Whether the response {@code in[from, from + length)} is one of them. */
  boolean hides(ByteBuf in, int from, int length);

  /** Whether every response is one of them, even an error that is made here. */
  default boolean hidesAll() {
    return false;
  }
}
