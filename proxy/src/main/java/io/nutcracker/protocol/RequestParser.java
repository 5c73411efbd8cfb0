// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

/**
 * What all parsers of clients' requests have in common: they keep their place as an offset from the
 * request's first byte, so that the bytes before it may be set aside in the meantime. One per
 * client connection.
 */
public interface RequestParser {
  /** Forgets the request just found; the next one starts at the next byte. */
  void reset();

  /** The length of the request found, from its first byte. */
  int length();

  /** How far the current, incomplete request needs no second look; may lie beyond its end. */
  int position();

  /** Whether nobody will want the bytes of the current, incomplete request. */
  boolean isRejecting();
}
