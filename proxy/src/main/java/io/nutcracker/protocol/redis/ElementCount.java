// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/**
 * How many elements a request has, the command's name included, and which of them are keys. Most
 * are twemproxy's argument classes.
 */
public enum ElementCount {
  /** A key only. */
  KEY0(2, 2, 1),
  /** A key and one argument. */
  KEY1(3, 3, 1),
  /** A key, an argument, and options. */
  KEY1N(3, Integer.MAX_VALUE, 1),
  /** A key and two arguments. */
  KEY2(4, 4, 1),
  /** A key and three arguments. */
  KEY3(5, 5, 1),
  /** A key and any number of arguments. */
  KEYN(2, Integer.MAX_VALUE, 1),
  /** One key or more. */
  ONE_OR_MORE_KEYS(2, Integer.MAX_VALUE, 1),
  /** One pair of key and value or more. */
  PAIRS(3, Integer.MAX_VALUE, 1) {
    @Override
    public boolean allows(int elements) {
      return super.allows(elements) && elements % 2 == 1;
    }
  },
  /** A script, the number of its keys, these, and any number of arguments. */
  EVAL_KEYS(3, Integer.MAX_VALUE, 3),
  /** A number of keys, these, and any number of arguments. */
  COUNTED_KEYS(2, Integer.MAX_VALUE, 2),
  /** A timeout, a number of keys, these, and any number of arguments. */
  TIMEOUT_AND_COUNTED_KEYS(5, Integer.MAX_VALUE, 3),
  /** The name of a subcommand, mostly a key, and any number of arguments. */
  SUBCOMMAND_OF_KEY(2, Integer.MAX_VALUE, 2),
  /** No key, but an optional argument, which stands where others have a key. */
  MESSAGE(1, 2, 1),
  /** One argument that is no key. */
  ARGUMENT(2, 2, 0),
  /** Two arguments that are no keys. */
  TWO_ARGUMENTS(3, 3, 0),
  /** One argument that is no key, or more. */
  ARGUMENTS(2, Integer.MAX_VALUE, 0),
  /** Nothing but the command's name. */
  NONE(1, 1, 0),
  /** No key; any number of arguments. */
  ANY(1, Integer.MAX_VALUE, 0);

  private final int min;
  private final int max;
  private final int keyIndex;

  ElementCount(int min, int max, int keyIndex) {
    this.min = min;
    this.max = max;
    this.keyIndex = keyIndex;
  }

  /** Whether a request may have this many elements. */
  public boolean allows(int elements) {
    return elements >= min && elements <= max;
  }

  /** Index of the (first) key among the elements, 0 if there is none. */
  public int keyIndex() {
    return keyIndex;
  }

  /** Elements from one key to the next, where each belongs to a key. */
  public int keyStep() {
    return this == PAIRS ? 2 : 1;
  }
}
