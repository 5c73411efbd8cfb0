// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.KeyChains;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values that several servers hold in the order of the keys asked for.
 *
 * <p>A server tells its values in the order of its keys and leaves out what it does not have. So a
 * {@code VALUE} belongs to the server's next key of that name, and the keys between are misses.
 * What is not asked for, or out of order, does not fit.
 */
final class ReadMerge {
  private static final int NONE = KeyChains.NONE;

  /** Requests with more keys than this do not leave their arrays behind in the pool. */
  private static final int KEPT_KEYS = 1024;

  private static final int MAX_COPIED_BYTES = 4096;

  /** Handed over by the fragmenter. */
  private KeyChains keys = new KeyChains();

  /**
   * The request from its first key to its last: it is needed when the request's buffer is gone. A
   * short one is copied in here. Each request in flight has one, more than Netty's pool takes back
   * at once without allocating.
   */
  private final ByteBuf shortLine = Unpooled.buffer(64, MAX_COPIED_BYTES);

  /** A long one. */
  private @Nullable ByteBuf longLine;

  /** Where the line was in the request's buffer, as the keys' offsets are. */
  private int lineOffset;

  /** Per key: where its value is in its fragment's response, {@code VALUE} line included. */
  private int[] valueOffset = new int[8];

  /** 0 for a miss. */
  private int[] valueLength = new int[8];

  /** Per fragment. */
  private @Nullable ByteBuf[] responses = new @Nullable ByteBuf[2];

  private int heldBytes;

  void start(MemcachedFragmenter split) {
    keys = split.handOver(keys);
    int count = keys.count();
    reserve(count, keys.fragments());
    Arrays.fill(valueLength, 0, count, 0);
    lineOffset = keys.offset(0);
    heldBytes = keys.offset(count - 1) + keys.length(count - 1) - lineOffset;
    if (heldBytes <= MAX_COPIED_BYTES) {
      shortLine.clear().writeBytes(split.request(), lineOffset, heldBytes);
    } else {
      longLine = split.request().retainedSlice(lineOffset, heldBytes);
    }
  }

  private void reserve(int count, int fragments) {
    if (valueOffset.length < count) {
      reserveValues(count);
    }
    if (responses.length < fragments) {
      responses = new @Nullable ByteBuf[fragments];
    }
  }

  /** Both or none: running out of memory must not leave the arrays with different lengths. */
  private void reserveValues(int size) {
    int[][] arrays = new int[2][size];
    valueOffset = arrays[0];
    valueLength = arrays[1];
  }

  /**
   * Takes the response to a fragment.
   *
   * @return the line that does not fit, which may be an error; or {@code end}
   */
  int take(int fragment, ByteBuf in, int from, int end, SendBuffer out) {
    int key = keys.firstKey(fragment);
    for (int at = from; at < end; ) {
      int lineEnd = ResponseLines.end(in, at, end);
      ResponseWord word = ResponseWord.of(in, at, lineEnd);
      if (word == ResponseWord.END) {
        break;
      }
      if (word != ResponseWord.VALUE) {
        return at;
      }
      key = keyOfValue(key, in, at, lineEnd);
      if (key == NONE) {
        return at;
      }
      int next = lineEnd + (int) ResponseLines.valueSize(in, at, lineEnd) + 2;
      valueOffset[key] = at - from;
      valueLength[key] = next - at;
      key = keys.nextKey(key);
      at = next;
    }
    responses[fragment] = out.hold(in, from, end - from);
    heldBytes += end - from;
    return end;
  }

  /** The fragment's next key, from {@code key} on, that a {@code VALUE} line names. */
  private int keyOfValue(int key, ByteBuf in, int at, int lineEnd) {
    ByteBuf line = longLine == null ? shortLine : longLine;
    int start = ResponseLines.valueKey(at);
    int length = ResponseLines.tokenEnd(in, start, lineEnd) - start;
    int candidate = key;
    while (candidate != NONE
        && (keys.length(candidate) != length
            || !ByteBufUtil.equals(line, keys.offset(candidate) - lineOffset, in, start, length))) {
      candidate = keys.nextKey(candidate);
    }
    return candidate;
  }

  int heldBytes() {
    return heldBytes;
  }

  void write(SendBuffer out) {
    for (int key = 0; key < keys.count(); key++) {
      if (valueLength[key] > 0) {
        ByteBuf response = requireNonNull(responses[keys.fragmentOf(key)]);
        out.append(response, response.readerIndex() + valueOffset[key], valueLength[key]);
      }
    }
    out.append(MemcachedReplies.END);
  }

  void clear() {
    if (longLine != null) {
      longLine.release();
      longLine = null;
    }
    for (int i = 0; i < responses.length; i++) {
      ByteBuf response = responses[i];
      if (response != null) {
        response.release();
        responses[i] = null;
      }
    }
    keys.clear(KEPT_KEYS);
    if (valueOffset.length > KEPT_KEYS) {
      reserveValues(KEPT_KEYS);
    }
    heldBytes = 0;
  }
}
