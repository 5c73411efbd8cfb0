// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * How the requests in one client's queue began, in case somebody wants to know why one took so long
 * or which keys are asked for: the first bytes of each, one behind the other in one array. In the
 * queue's order and bounded by it; a busy client's stay where they were last, which is in the
 * processor's cache.
 */
final class RequestStarts {
  /** So much of a request is remembered. */
  static final int MOST_BYTES = 96;

  /** Before the bytes of each, one byte for each of these. */
  private static final int LENGTH = 0;

  private static final int KEY_OFFSET = 1;
  private static final int KEY_LENGTH = 2;
  private static final int HEADER_BYTES = 3;

  /** Empty until there is a request: an idle client costs nothing. */
  private byte[] bytes = {};

  /** Where the first request of the queue is. */
  private int first;

  /** Behind the last one. */
  private int end;

  /** How many bytes behind that belong to the request that is being dispatched; 0 if none is. */
  private int dispatched;

  /**
   * The request {@code in[from, from + length)} is being dispatched.
   *
   * @param keyOffset of its first key from there
   * @param keyLength of it; 0 if it has none
   */
  void dispatch(ByteBuf in, int from, int length, int keyOffset, int keyLength) {
    makeRoom();
    int kept = Math.min(length, MOST_BYTES);
    int keptOfKey = Math.max(0, Math.min(kept - keyOffset, keyLength));
    put(kept, keptOfKey == 0 ? 0 : keyOffset, keptOfKey);
    in.getBytes(from, bytes, end + HEADER_BYTES, kept);
    dispatched = HEADER_BYTES + kept;
  }

  private void put(int length, int keyOffset, int keyLength) {
    bytes[end + LENGTH] = (byte) length;
    bytes[end + KEY_OFFSET] = (byte) keyOffset;
    bytes[end + KEY_LENGTH] = (byte) keyLength;
  }

  /** Makes room for one more. */
  private void makeRoom() {
    if (end + HEADER_BYTES + MOST_BYTES > bytes.length) {
      int used = end - first;
      boolean isHalfFree = first >= HEADER_BYTES + MOST_BYTES && used <= bytes.length / 2;
      byte[] roomy =
          isHalfFree
              ? bytes
              : new byte[Math.max(2 * (HEADER_BYTES + MOST_BYTES), 2 * bytes.length)];
      System.arraycopy(bytes, first, roomy, 0, used);
      bytes = roomy;
      first = 0;
      end = used;
    }
  }

  /**
   * What is being dispatched has taken a place in the queue; or something else of which nothing is
   * known.
   */
  void add() {
    if (dispatched == 0) {
      makeRoom();
      put(0, 0, 0);
      end += HEADER_BYTES;
    } else {
      end += dispatched;
      dispatched = 0;
    }
  }

  /** The dispatch is over. */
  void endDispatch() {
    dispatched = 0;
  }

  /** The first request has left the queue. */
  void poll() {
    first += HEADER_BYTES + length();
    if (first == end && dispatched == 0) {
      first = 0;
      end = 0;
    }
  }

  private int length() {
    return bytes[first + LENGTH];
  }

  /** The first bytes of the first request; none if nothing is known of it. */
  byte[] start() {
    int from = first + HEADER_BYTES;
    return Arrays.copyOfRange(bytes, from, from + length());
  }

  /** The array in which the first request's key is. */
  byte[] array() {
    return bytes;
  }

  /** Where it begins. */
  int keyFrom() {
    return first + HEADER_BYTES + bytes[first + KEY_OFFSET];
  }

  /** As much of it as is known; 0 if there is none. */
  int keyLength() {
    return bytes[first + KEY_LENGTH];
  }
}
