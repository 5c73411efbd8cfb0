// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.hashkit.KeyRouter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server of a request with several keys that cannot be split: the one where all of them
 * live, if there is one. Time is linear in the number of elements. One per worker; what it tells is
 * about the last request.
 */
public final class RedisKeys {
  private static final int NO_SERVER = -1;

  /** How much of a key an error repeats. */
  private static final int SHOWN_LENGTH = 64;

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private @Nullable KeyRouter router;
  private int elements;

  /** The element to be read next, and where it begins. */
  private int element;

  private int at;

  private int server;
  private int firstKey;
  private int strayKey;
  private boolean blocks;

  /**
   * Looks at the request that starts at {@code from}, which its parser has found to be well formed.
   *
   * @param elements its number of elements, the command's name included
   */
  public void find(ByteBuf in, int from, RedisCommand command, int elements, KeyRouter router) {
    this.in = in;
    this.router = router;
    this.elements = elements;
    at = from + 1 + RespLines.lineLength(elements);
    element = 0;
    server = NO_SERVER;
    strayKey = 0;
    blocks = false;
    int first = command.elements().keyIndex();
    switch (command.keys()) {
      case ONE -> keys(first, 1, 1);
      case TWO -> keys(first, 2, 1);
      case REST -> keys(first, elements, 1);
      case ALL_BUT_LAST -> keys(first, elements - first - 1, 1);
      case EVERY_SECOND -> keys(first, elements, 2);
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

  /** Whether all keys live on one server, or there is none. */
  public boolean areTogether() {
    return strayKey == 0;
  }

  /** Whether there is any key. */
  public boolean isAny() {
    return server != NO_SERVER;
  }

  /** Where the first key lives. */
  public int server() {
    return server;
  }

  /** Whether the server may let the client wait for data. */
  public boolean blocks() {
    return blocks;
  }

  /** The error for keys that are not together; it names two of them. */
  public String crossSlot() {
    return crossSlot(firstKey(), shown(strayKey));
  }

  /** The error for keys that are together, but not with {@code otherKey}. */
  public String crossSlot(String otherKey) {
    return crossSlot(otherKey, firstKey());
  }

  private static String crossSlot(String one, String other) {
    return "CROSSSLOT Keys in request don't hash to the same slot: '"
        + one
        + "' and '"
        + other
        + "'";
  }

  /** The first key, as an error shows it. */
  public String firstKey() {
    return shown(firstKey);
  }

  private String shown(int key) {
    int length = length(key);
    String text = in.toString(data(key, length), Math.min(length, SHOWN_LENGTH), ISO_8859_1);
    return text.replace('\r', ' ').replace('\n', ' ');
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
    int data = data(at, length);
    int index = requireNonNull(router).serverIndex(in, data, data + length);
    if (server == NO_SERVER) {
      server = index;
      firstKey = at;
    } else if (index != server && strayKey == 0) {
      strayKey = at;
    }
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
      } else {
        int values = isWord("LIMIT") ? 2 : isWord("BY") || isWord("GET") ? 1 : 0;
        skipTo(element + 1 + values);
      }
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

  private int length(int key) {
    return (int) RespLines.number(in, key + 1, in.writerIndex());
  }

  private static int data(int key, int length) {
    return key + 1 + RespLines.lineLength(length);
  }
}
