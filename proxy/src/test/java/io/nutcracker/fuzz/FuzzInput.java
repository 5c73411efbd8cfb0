// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import java.util.Arrays;

/**
 * What the fuzzer made up: bytes on the wire and the sizes of the pieces in which they arrive, over
 * and over again.
 *
 * <pre>
 *   \003\012 LF *1\r\n$4\r\nPING\r\n    pieces of 3, 10, 3, 10, ... bytes
 *   LF +OK\r\n                          in one piece
 * </pre>
 */
final class FuzzInput {
  private final byte[] data;

  /** Index of the first LF. */
  private final int sizes;

  FuzzInput(byte[] data) {
    this.data = data;
    int lineEnd = 0;
    while (lineEnd < data.length && data[lineEnd] != '\n') {
      lineEnd++;
    }
    sizes = lineEnd;
  }

  /** The bytes on the wire. */
  byte[] wire() {
    return Arrays.copyOfRange(data, Math.min(sizes + 1, data.length), data.length);
  }

  /** The size of a piece, which may be more than there is. */
  int size(int piece) {
    return sizes == 0 ? Integer.MAX_VALUE : Math.max(data[piece % sizes] & 0xff, 1);
  }
}
