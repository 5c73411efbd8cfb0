// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.ResponseFilter;
import java.util.EnumSet;
import java.util.Set;

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
public final class QuietReplies implements ResponseFilter {
  private static final QuietReplies NONE = new QuietReplies(EnumSet.noneOf(ResponseWord.class));
  private static final QuietReplies MISS = new QuietReplies(EnumSet.of(ResponseWord.EN));
  private static final QuietReplies DONE = new QuietReplies(EnumSet.of(ResponseWord.HD));
  private static final QuietReplies DONE_OR_VALUE =
      new QuietReplies(EnumSet.of(ResponseWord.HD, ResponseWord.VA));

  private final Set<ResponseWord> keptBack;

  private QuietReplies(Set<ResponseWord> keptBack) {
    this.keptBack = keptBack;
  }

  /** What a command keeps back when it is quiet. */
  public static QuietReplies to(MemcachedCommand command) {
    return switch (command) {
      case MG -> MISS;
      case MS, MD -> DONE;
      case MA -> DONE_OR_VALUE;
      default -> NONE;
    };
  }

  @Override
  public boolean hides(ByteBuf in, int from, int length) {
    ResponseWord word = ResponseWord.of(in, from, ResponseLines.end(in, from, from + length));
    return word != null && keptBack.contains(word);
  }
}
