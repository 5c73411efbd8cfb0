// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Visits the keys of a request. Time is linear in the number of elements. */
abstract class KeyWalk {
  ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int elements;

  /** The element to be read next, and where it begins. */
  private int element;

  private int at;
  private boolean blocks;

  /**
   * Looks at the request that starts at {@code from}, which its parser has found to be well formed.
   *
   * @param elements its number of elements, the command's name included
   */
  final void walk(ByteBuf in, int from, RedisCommand command, int elements) {
    this.in = in;
    this.elements = elements;
    at = from + 1 + RespLines.lineLength(elements);
    element = 0;
    blocks = false;
    int first = command.elements().keyIndex();
    switch (command.keys()) {
      case ONE -> keys(first, 1, 1);
      case TWO -> keys(first, 2, 1);
      case REST -> keys(first, elements, 1);
      case ALL_BUT_LAST -> keys(first, elements - first - 1, 1);
      case EVERY_SECOND -> keys(first, elements, 2);
      case EVERY_THIRD -> keys(first, elements, 3);
      case COUNTED -> counted(first - 1);
      case DESTINATION_AND_COUNTED -> {
        keys(first, 1, 1);
        counted(first + 1);
      }
      case STREAMS -> streams();
      case SORT -> sort(first);
      case GEORADIUS -> georadius(first);
    }
  }

  /** A key; its element begins at {@code at}, its bytes at {@code data}. */
  abstract void onKey(int at, int data, int length);

  /** What SORT makes keys of, by putting something in the place of its first {@code *}. */
  void onPattern(int data, int length) {}

  /** Whether the server may let the client wait for data. */
  public final boolean blocks() {
    return blocks;
  }

  /** At most {@code count} keys from this element on. */
  private void keys(int first, int count, int step) {
    skipTo(first);
    for (int i = 0; i < count && element < elements; i++) {
      key();
      skipTo(element + step - 1);
    }
  }

  /** The element is a key; the next one is to be read then. */
  private void key() {
    int length = length(at);
    onKey(at, data(at, length), length);
    skip();
  }

  /** As many keys as this element says. What is no number, the server refuses. */
  private void counted(int number) {
    skipTo(number);
    if (element == number && element < elements) {
      int length = length(at);
      int data = data(at, length);
      long count =
          length <= RespLines.MAX_DIGITS ? RespLines.number(in, data, data + length + 2) : 0;
      skip();
      keys(element, Math.clamp(count, 0, elements), 1);
    }
  }

  private void streams() {
    skipTo(1);
    while (element < elements && !isWord("STREAMS")) {
      blocks |= isWord("BLOCK");
      int values = isWord("GROUP") ? 2 : isWord("COUNT") || isWord("BLOCK") ? 1 : 0;
      skipTo(element + 1 + values);
    }
    if (element < elements) {
      skip();
      keys(element, (elements - element) / 2, 1);
    }
  }

  private void sort(int first) {
    keys(first, 1, 1);
    while (element < elements) {
      if (isWord("STORE")) {
        skip();
        keys(element, 1, 1);
      } else if (isWord("BY") || isWord("GET")) {
        skip();
        pattern();
      } else {
        skipTo(element + 1 + (isWord("LIMIT") ? 2 : 0));
      }
    }
  }

  private void pattern() {
    if (element < elements) {
      int length = length(at);
      onPattern(data(at, length), length);
      skip();
    }
  }

  private void georadius(int first) {
    keys(first, 1, 1);
    while (element < elements) {
      boolean isStore = isWord("STORE") || isWord("STOREDIST");
      skip();
      if (isStore) {
        keys(element, 1, 1);
      }
    }
  }

  /** Whether the element is this word, in any case. */
  private boolean isWord(String word) {
    int length = length(at);
    if (length != word.length()) {
      return false;
    }
    int data = data(at, length);
    for (int i = 0; i < length; i++) {
      if ((in.getByte(data + i) & 0xdf) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void skipTo(int wanted) {
    while (element < wanted && element < elements) {
      skip();
    }
  }

  private void skip() {
    int length = length(at);
    at = data(at, length) + length + 2;
    element++;
  }

  /** The length of the key whose element begins here. */
  final int length(int key) {
    return (int) RespLines.number(in, key + 1, in.writerIndex());
  }

  static int data(int key, int length) {
    return key + 1 + RespLines.lineLength(length);
  }
}
