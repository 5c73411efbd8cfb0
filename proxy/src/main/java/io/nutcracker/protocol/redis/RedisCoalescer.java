// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Coalescer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes one response of the responses to a split request's fragments.
 *
 * <pre>
 *   MGET a b c      server 0 (a, c): *2\r\n$1\r\n1\r\n$1\r\n3\r\n     server 1 (b): *1\r\n$-1\r\n
 *   the client gets                  *3\r\n$1\r\n1\r\n$-1\r\n$1\r\n3\r\n
 * </pre>
 *
 * <p>A response that does not fit its fragment (another type, another number of elements) becomes
 * an error: it must never shift what the client reads next. If several fragments fail, the client
 * sees the error of the first one, and the server's own words; twemproxy hides them.
 */
public final class RedisCoalescer implements Coalescer {
  /** As twemproxy words it. */
  private static final byte[] MISFIT = RedisReplies.error("ERR Invalid argument");

  private static final int NONE = Integer.MAX_VALUE;

  /** Requests with more keys than this do not leave their arrays behind in the pool. */
  private static final int KEPT_KEYS = 1024;

  private final RedisResponseParser elements = new RedisResponseParser(RespVersion.RESP3);
  private Merge merge = Merge.OK;
  private int keys;

  /** For {@link Merge#ARRAY}: where each key's element comes from. */
  private int[] fragmentOfKey = new int[8];

  /** For {@link Merge#ARRAY}: per fragment, the elements not yet written. */
  private @Nullable ByteBuf[] arrays = new @Nullable ByteBuf[2];

  private int[] expectedElements = new int[2];
  private int heldBytes;
  private long sum;
  private int failedFragment = NONE;
  private byte[] error = MISFIT;
  private boolean errorIsOurs;

  /** Prepares for the responses to the fragments of this split. */
  public void start(Merge merge, RedisFragmenter split) {
    this.merge = merge;
    this.keys = split.keys().count();
    int fragments = split.fragments();
    if (arrays.length < fragments) {
      arrays = new @Nullable ByteBuf[fragments];
      expectedElements = new int[fragments];
    }
    if (merge == Merge.ARRAY) {
      startArray(split);
    }
  }

  private void startArray(RedisFragmenter split) {
    if (fragmentOfKey.length < keys) {
      fragmentOfKey = new int[keys];
    }
    for (int key = 0; key < keys; key++) {
      fragmentOfKey[key] = split.keys().fragmentOf(key);
    }
    for (int fragment = 0; fragment < split.fragments(); fragment++) {
      expectedElements[fragment] = split.keys().count(fragment);
    }
  }

  @Override
  public void onResponse(int fragment, ByteBuf in, int from, int length, SendBuffer out) {
    byte type = in.getByte(from);
    if (type == '-') {
      byte[] text = new byte[length];
      in.getBytes(from, text);
      fail(fragment, text, false);
    } else if (type != merge.type()) {
      fail(fragment, MISFIT, true);
    } else {
      switch (merge) {
        case ARRAY -> holdArray(fragment, in, from, length, out);
        case SUM -> addUp(fragment, RespLines.number(in, from + 1, from + length));
        case OK -> {}
      }
    }
  }

  private void holdArray(int fragment, ByteBuf in, int from, int length, SendBuffer out) {
    long count = RespLines.number(in, from + 1, from + length);
    if (count != expectedElements[fragment]) {
      fail(fragment, MISFIT, true);
      return;
    }
    int header = 1 + RespLines.lineLength(count);
    arrays[fragment] = out.hold(in, from + header, length - header);
    heldBytes += length - header;
  }

  private void addUp(int fragment, long number) {
    if (number < 0) {
      fail(fragment, MISFIT, true);
    } else {
      sum += number;
    }
  }

  @Override
  public void onFailure(int fragment, byte[] reply) {
    fail(fragment, reply, true);
  }

  private void fail(int fragment, byte[] reply, boolean isOurs) {
    if (fragment < failedFragment) {
      failedFragment = fragment;
      error = reply;
      errorIsOurs = isOurs;
    }
  }

  @Override
  public boolean isOurError() {
    return failedFragment != NONE && errorIsOurs;
  }

  @Override
  public int heldBytes() {
    return heldBytes;
  }

  @Override
  public void write(SendBuffer out) {
    if (failedFragment != NONE) {
      out.append(error);
      return;
    }
    switch (merge) {
      case ARRAY -> writeArray(out);
      case SUM -> writeLine(':', sum, out);
      case OK -> out.append(RedisReplies.OK);
    }
  }

  private void writeArray(SendBuffer out) {
    writeLine('*', keys, out);
    for (int key = 0; key < keys; key++) {
      ByteBuf array = requireNonNull(arrays[fragmentOfKey[key]]);
      elements.reset();
      elements.parse(array, 0);
      out.append(array, array.readerIndex(), elements.length());
      array.skipBytes(elements.length());
    }
  }

  private static void writeLine(char type, long number, SendBuffer out) {
    ByteBuf line = out.room(1 + RespLines.lineLength(number));
    line.writeByte(type);
    RespLines.writeLine(line, number);
  }

  @Override
  public void clear() {
    for (int i = 0; i < arrays.length; i++) {
      ByteBuf array = arrays[i];
      if (array != null) {
        array.release();
        arrays[i] = null;
      }
    }
    if (fragmentOfKey.length > KEPT_KEYS) {
      fragmentOfKey = Arrays.copyOf(fragmentOfKey, KEPT_KEYS);
    }
    heldBytes = 0;
    sum = 0;
    failedFragment = NONE;
  }
}
