// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The line that a request starts with, as tokens.
 *
 * <pre>
 *   set  key 0 0 5 noreply\r\n
 *   0    1   2 3 4 5
 * </pre>
 *
 * <p>Read in one pass, and in as many pieces as it comes in: what has been seen is not looked at
 * again. LF ends a line, and a CR before it belongs to the end. Tokens are separated by blanks and
 * by nothing else, as in memcached. Other control bytes are counted: none of them may reach a
 * server, where NUL ends a line, and some are blanks in some places.
 *
 * <p>A token is one number, its offset and its length, so that even the longest line of keys costs
 * no more memory than a few times its own bytes.
 */
final class RequestLine {
  /**
   * memcached closes a connection that shows it no line end for longer; a server connection has
   * others' requests on it.
   */
  static final int MAX_BYTES = 2048;

  /** For {@code get} and {@code gets} memcached has no limit. An offset must fit its bits. */
  static final int MAX_GET_BYTES = 16 * 1024 * 1024;

  /** With more blanks before them memcached does not know a long {@code get} any more. */
  static final int MAX_LEADING_BLANKS = 100;

  /** Longer tokens count as this long: no key, number or word that anybody knows is. */
  static final int MAX_TOKEN_LENGTH = 255;

  private static final int LENGTH_BITS = 8;

  /** As many as common multi-key requests have. */
  private static final int INITIAL_TOKENS = 32;

  /** What a huge request made necessary is given back after it. */
  private static final int KEPT_TOKENS = 4096;

  private static final int NONE = -1;

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final byte DEL = 0x7f;

  private final int maxGetBytes;

  private int[] tokens = new int[INITIAL_TOKENS];
  private int count;

  /** Offset of the next byte to look at. */
  private int scanned;

  private int tokenStart = NONE;
  private int lastTokenEnd;
  private int controls;
  private int length;

  /**
   * @param maxRequestBytes also the longest line, if it is shorter than any other limit
   */
  RequestLine(int maxRequestBytes) {
    maxGetBytes = Math.min(MAX_GET_BYTES, maxRequestBytes);
  }

  void reset() {
    if (tokens.length > KEPT_TOKENS) {
      tokens = new int[INITIAL_TOKENS];
    }
    count = 0;
    scanned = 0;
    tokenStart = NONE;
    lastTokenEnd = 0;
    controls = 0;
    length = 0;
  }

  /**
   * Goes on with the line.
   *
   * @param shift the index of the line's first byte
   * @param arrived how many bytes of it, and of what follows, are there
   * @return whether the end has been seen
   */
  boolean read(ByteBuf in, int shift, int arrived) {
    if (scan(in, shift, Math.min(arrived, MAX_BYTES))) {
      return true;
    }
    return arrived > MAX_BYTES
        && mayBeLong(in, shift)
        && scan(in, shift, Math.min(arrived, maxGetBytes));
  }

  /** Whether the line, whose end has not been seen in so many bytes, is longer than it may be. */
  boolean isTooLong(ByteBuf in, int shift, int arrived) {
    return arrived >= maxGetBytes || (arrived >= MAX_BYTES && !mayBeLong(in, shift));
  }

  private boolean mayBeLong(ByteBuf in, int shift) {
    return count > 0
        && offset(0) <= MAX_LEADING_BLANKS
        && (is(in, shift, 0, "get") || is(in, shift, 0, "gets"));
  }

  private boolean scan(ByteBuf in, int shift, int limit) {
    int at = scanned;
    int start = tokenStart;
    while (at < limit) {
      if (start == NONE) {
        if (in.getByte(shift + at) == ' ') {
          at++;
          continue;
        }
        start = at;
      }
      at = textEnd(in, shift + at, shift + limit) - shift;
      if (at < limit) {
        byte b = in.getByte(shift + at++);
        if (b == ' ') {
          add(start, at - 1);
          start = NONE;
        } else if (b == '\n') {
          end(in, shift, start, at - 1);
          return true;
        } else {
          controls++;
        }
      }
    }
    scanned = at;
    tokenStart = start;
    return false;
  }

  /** The index of the first byte that no key may have, or {@code end}. */
  private static int textEnd(ByteBuf in, int from, int end) {
    int at = from;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      // The lowest high bit that is left marks the first byte below '!' or equal to DEL.
      long word = in.getLongLE(at);
      long del = word ^ DEL * ONES;
      long marks = (((word - '!' * ONES) & ~word) | ((del - ONES) & ~del)) & HIGH_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (at < end && isText(in.getByte(at))) {
      at++;
    }
    return at;
  }

  private static boolean isText(byte b) {
    return (b > ' ' && b != DEL) || b < 0;
  }

  /** The LF. A CR before it was taken for a part of a token. */
  private void end(ByteBuf in, int shift, int start, int lf) {
    int end = lf;
    if (lf > 0 && in.getByte(shift + lf - 1) == '\r') {
      end--;
      controls--;
    }
    if (start < end) {
      add(start, end);
    }
    length = lf + 1;
  }

  private void add(int from, int to) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = (from << LENGTH_BITS) | Math.min(to - from, MAX_TOKEN_LENGTH);
    lastTokenEnd = to;
  }

  /** The line's length, its end included; 0 as long as that has not been seen. */
  int length() {
    return length;
  }

  /** How many tokens there are. */
  int count() {
    return count;
  }

  /** Whether there are control bytes beside the line's end. */
  boolean hasControls() {
    return controls > 0;
  }

  int offset(int token) {
    return tokens[token] >>> LENGTH_BITS;
  }

  /** A token's length, or {@link #MAX_TOKEN_LENGTH}. */
  int length(int token) {
    return tokens[token] & MAX_TOKEN_LENGTH;
  }

  /** Where the last token ends; 0 if there is none. */
  int lastTokenEnd() {
    return lastTokenEnd;
  }

  /** Where a token ends, however long it is. */
  int end(ByteBuf in, int shift, int token) {
    if (token == count - 1) {
      return lastTokenEnd;
    }
    int end = offset(token) + length(token);
    while (in.getByte(shift + end) != ' ') {
      end++;
    }
    return end;
  }

  /** Where the blanks before a token start. */
  int gap(ByteBuf in, int shift, int token) {
    int start = offset(token);
    while (start > 0 && in.getByte(shift + start - 1) == ' ') {
      start--;
    }
    return start;
  }

  boolean is(ByteBuf in, int shift, int token, String word) {
    return length(token) == word.length() && startsWith(in, shift, token, word);
  }

  boolean startsWith(ByteBuf in, int shift, int token, String word) {
    if (length(token) < word.length()) {
      return false;
    }
    int from = shift + offset(token);
    for (int i = 0; i < word.length(); i++) {
      if (in.getByte(from + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
