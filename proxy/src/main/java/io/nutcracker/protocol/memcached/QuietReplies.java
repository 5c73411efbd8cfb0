// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;

/**
 * Which replies a quiet meta command keeps to itself: those that the client expects anyway. As
 * memcached 1.6.18 does with the flag {@code q}, whatever the other flags are:
 *
 * <pre>
 *   mg   EN          a miss; hits are shown
 *   ms   HD          stored; NS, EX and NF are shown
 *   md   HD          deleted; NF and EX are shown
 *   ma   HD, VA      changed; NS, EX and NF are shown
 * </pre>
 *
 * <p>Errors are always shown, and so are all replies to {@code me} and {@code mn}. One reply cannot
 * be told apart here: memcached shows the {@code HD} or {@code VA} of a quiet {@code ma} that has
 * created the item (flag {@code N}).
 */
public final class QuietReplies {
  private QuietReplies() {}

  /**
   * Whether the reply in {@code in[from, from + length)} to a quiet {@code command} is kept back.
   */
  public static boolean isKeptBack(MemcachedCommand command, ByteBuf in, int from, int length) {
    ResponseWord word = ResponseWord.of(in, from, ResponseLines.end(in, from, from + length));
    return switch (command) {
      case MG -> word == ResponseWord.EN;
      case MS, MD -> word == ResponseWord.HD;
      case MA -> word == ResponseWord.HD || word == ResponseWord.VA;
      default -> false;
    };
  }
}
