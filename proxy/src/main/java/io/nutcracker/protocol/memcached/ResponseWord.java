// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The first words of the lines that a memcached server sends, the frequent ones first. A response
 * may also be a number, which has no word.
 */
enum ResponseWord {
  VALUE(Shape.BLOCK),
  END(Shape.ALONE),
  STORED(Shape.ALONE),
  HD(Shape.LINE),
  VA(Shape.DATA),
  EN(Shape.LINE),
  NF(Shape.LINE),
  NS(Shape.LINE),
  EX(Shape.LINE),
  NOT_STORED(Shape.ALONE),
  NOT_FOUND(Shape.ALONE),
  DELETED(Shape.ALONE),
  TOUCHED(Shape.ALONE),
  EXISTS(Shape.ALONE),
  OK(Shape.ALONE),
  ERROR(Shape.ERROR),
  CLIENT_ERROR(Shape.ERROR),
  SERVER_ERROR(Shape.ERROR),
  ME(Shape.LINE),
  MN(Shape.ALONE),
  STAT(Shape.LIST),
  ITEM(Shape.LIST),
  PREFIX(Shape.LIST),
  RESET(Shape.ALONE),
  VERSION(Shape.LINE),
  BUSY(Shape.LINE),
  BADCLASS(Shape.LINE),
  NOSPARE(Shape.LINE),
  NOTFULL(Shape.LINE),
  UNSAFE(Shape.LINE),
  SAME(Shape.LINE);

  /** What belongs to a response that starts with the word. */
  enum Shape {
    /** The word and nothing else. */
    ALONE,
    /** The rest of the line: flags or text. */
    LINE,
    /** As {@link #LINE}; it also ends a list, in place of END. */
    ERROR,
    /** More such lines, then END. */
    LIST,
    /** As {@link #LIST}, each line with data behind it. */
    BLOCK,
    /** The rest of the line, and data behind it. */
    DATA
  }

  private static final ResponseWord[] ALL = values();

  private final Shape shape;

  ResponseWord(Shape shape) {
    this.shape = shape;
  }

  Shape shape() {
    return shape;
  }

  /**
   * The first word of a line.
   *
   * @param lineEnd index behind its CR LF
   * @return null if no server sends such a line
   */
  static @Nullable ResponseWord of(ByteBuf in, int line, int lineEnd) {
    for (ResponseWord word : ALL) {
      if (word.starts(in, line, lineEnd - 2)) {
        return word;
      }
    }
    return null;
  }

  private boolean starts(ByteBuf in, int from, int end) {
    String name = name();
    int behind = from + name.length();
    if (behind > end) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (in.getByte(from + i) != name.charAt(i)) {
        return false;
      }
    }
    return behind == end || (in.getByte(behind) == ' ' && shape != Shape.ALONE);
  }
}
