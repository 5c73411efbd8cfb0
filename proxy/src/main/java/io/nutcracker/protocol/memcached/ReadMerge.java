// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.KeyChains;
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

  private int keys;

  /** The request from its first key to its last: it is needed when the request's buffer is gone. */
  private @Nullable ByteBuf line;

  /** Per key: where it is in {@link #line}, its fragment, and the fragment's next key. */
  private int[] keyOffset = new int[8];

  private int[] keyLength = new int[8];
  private int[] fragmentOfKey = new int[8];
  private int[] nextKey = new int[8];

  /** Per key: where its value is in its fragment's response, {@code VALUE} line included. */
  private int[] valueOffset = new int[8];

  /** 0 for a miss. */
  private int[] valueLength = new int[8];

  private int[] firstKey = new int[2];

  /** Per fragment. */
  private @Nullable ByteBuf[] responses = new @Nullable ByteBuf[2];

  private int heldBytes;

  void start(MemcachedFragmenter split, SendBuffer out) {
    KeyChains chains = split.keys();
    keys = chains.count();
    reserve(chains.fragments());
    int start = chains.offset(0);
    for (int key = 0; key < keys; key++) {
      keyOffset[key] = chains.offset(key) - start;
      keyLength[key] = chains.length(key);
      fragmentOfKey[key] = chains.fragmentOf(key);
      nextKey[key] = chains.nextKey(key);
      valueLength[key] = 0;
    }
    for (int fragment = 0; fragment < chains.fragments(); fragment++) {
      firstKey[fragment] = chains.firstKey(fragment);
    }
    ByteBuf held = out.hold(split.request(), start, keyOffset[keys - 1] + keyLength[keys - 1]);
    line = held;
    heldBytes = held.readableBytes();
  }

  private void reserve(int fragments) {
    if (keyOffset.length < keys) {
      allocate(keys);
    }
    if (responses.length < fragments) {
      responses = new @Nullable ByteBuf[fragments];
      firstKey = new int[fragments];
    }
  }

  /** All or none: running out of memory must not leave the arrays with different lengths. */
  private void allocate(int size) {
    int[][] arrays = new int[6][size];
    keyOffset = arrays[0];
    keyLength = arrays[1];
    fragmentOfKey = arrays[2];
    nextKey = arrays[3];
    valueOffset = arrays[4];
    valueLength = arrays[5];
  }

  /**
   * Takes the response to a fragment.
   *
   * @return the line that does not fit, which may be an error; or {@code end}
   */
  int take(int fragment, ByteBuf in, int from, int end, SendBuffer out) {
    int key = firstKey[fragment];
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
      key = nextKey[key];
      at = next;
    }
    responses[fragment] = out.hold(in, from, end - from);
    heldBytes += end - from;
    return end;
  }

  /** The fragment's next key, from {@code key} on, that a {@code VALUE} line names. */
  private int keyOfValue(int key, ByteBuf in, int at, int lineEnd) {
    ByteBuf asked = requireNonNull(line);
    int start = ResponseLines.valueKey(at);
    int length = ResponseLines.tokenEnd(in, start, lineEnd) - start;
    int candidate = key;
    while (candidate != NONE
        && (keyLength[candidate] != length
            || !ByteBufUtil.equals(
                asked, asked.readerIndex() + keyOffset[candidate], in, start, length))) {
      candidate = nextKey[candidate];
    }
    return candidate;
  }

  int heldBytes() {
    return heldBytes;
  }

  void write(SendBuffer out) {
    for (int key = 0; key < keys; key++) {
      if (valueLength[key] > 0) {
        ByteBuf response = requireNonNull(responses[fragmentOfKey[key]]);
        out.append(response, response.readerIndex() + valueOffset[key], valueLength[key]);
      }
    }
    out.append(MemcachedReplies.END);
  }

  void clear() {
    if (line != null) {
      line.release();
      line = null;
    }
    for (int i = 0; i < responses.length; i++) {
      ByteBuf response = responses[i];
      if (response != null) {
        response.release();
        responses[i] = null;
      }
    }
    if (keyOffset.length > KEPT_KEYS) {
      allocate(KEPT_KEYS);
    }
    keys = 0;
    heldBytes = 0;
  }
}
