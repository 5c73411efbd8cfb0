// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/**
 * A key that was pressed.
 *
 * @param character what it types, or 0
 */
record Key(Name name, int character) {
  /** What a key is, by what it does here. */
  enum Name {
    UP,
    DOWN,
    LEFT,
    RIGHT,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    ENTER,
    ESCAPE,
    BACKSPACE,
    TAB,
    BACK_TAB,
    INTERRUPT,
    CHARACTER,
    /** Nobody can press anything any more. */
    GONE,
    /** Nothing was pressed, or something that means nothing here. */
    NONE
  }

  static Key of(Name name) {
    return new Key(name, 0);
  }

  static Key typed(int character) {
    return new Key(Name.CHARACTER, character);
  }

  boolean is(char typed) {
    return name == Name.CHARACTER && character == typed;
  }
}
