// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Coalescer;
import java.util.List;

/**
 * Makes one response of the responses to a divided request's fragments.
 *
 * <pre>
 *   get a b c   server 0 (a, c): VALUE c 0 1\r\n3\r\nEND\r\n   server 1 (b): VALUE b 0 1\r\n2\r\nEND\r\n
 *   the client gets              VALUE b 0 1\r\n2\r\nVALUE c 0 1\r\n3\r\nEND\r\n
 *
 *   flush_all   every server: OK\r\n                          the client gets OK\r\n
 * </pre>
 *
 * <p>A response that does not fit its fragment (a key that was not asked for, another kind) becomes
 * an error: it must never shift what the client reads next. If several fragments fail, the client
 * sees the error of the first one, and the server's own words; twemproxy hides them.
 */
public final class MemcachedCoalescer implements Coalescer {
  private static final int NO_FRAGMENT = Integer.MAX_VALUE;

  private enum Merge {
    VALUES,
    STATS,
    OK
  }

  private final ReadMerge values = new ReadMerge();
  private final StatsMerge stats = new StatsMerge();
  private Merge merge = Merge.OK;
  private int failedFragment = NO_FRAGMENT;
  private byte[] error = MemcachedReplies.INVALID_RESPONSE;
  private boolean errorIsOurs;

  /**
   * Prepares for the responses to the fragments of this request.
   *
   * @param out keeps what is needed of the request
   * @param serverNames the pool's, by index
   */
  public void start(MemcachedFragmenter split, SendBuffer out, List<String> serverNames) {
    if (split.command().isRead()) {
      merge = Merge.VALUES;
      values.start(split);
    } else if (split.command() == MemcachedCommand.STATS) {
      merge = Merge.STATS;
      stats.start(split.argument(), serverNames);
    } else {
      merge = Merge.OK;
    }
  }

  @Override
  public void onResponse(int fragment, ByteBuf in, int from, int length, SendBuffer out) {
    int end = from + length;
    int fits =
        switch (merge) {
          case VALUES -> values.take(fragment, in, from, end, out);
          case STATS -> stats.take(fragment, in, from, end, out);
          case OK -> ResponseWord.of(in, from, end) == ResponseWord.OK ? end : from;
        };
    if (fits < end) {
      onMisfit(fragment, in, fits, end);
    }
  }

  private void onMisfit(int fragment, ByteBuf in, int line, int end) {
    ResponseWord word = ResponseWord.of(in, line, end);
    if (word != null && word.shape() == ResponseWord.Shape.ERROR) {
      byte[] text = new byte[end - line];
      in.getBytes(line, text);
      fail(fragment, text, false);
    } else {
      fail(fragment, MemcachedReplies.INVALID_RESPONSE, true);
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
    return failedFragment != NO_FRAGMENT && errorIsOurs;
  }

  @Override
  public int heldBytes() {
    return values.heldBytes() + stats.heldBytes();
  }

  @Override
  public void write(SendBuffer out) {
    if (failedFragment != NO_FRAGMENT) {
      out.append(error);
      return;
    }
    switch (merge) {
      case VALUES -> values.write(out);
      case STATS -> stats.write(out);
      case OK -> out.append(MemcachedReplies.OK);
    }
  }

  @Override
  public void clear() {
    values.clear();
    stats.clear();
    failedFragment = NO_FRAGMENT;
  }
}
