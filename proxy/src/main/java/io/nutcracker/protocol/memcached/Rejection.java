// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static io.nutcracker.protocol.memcached.MemcachedReplies.line;

/** The answers to requests that no server gets to see: memcached's own, as far as it has any. */
final class Rejection {
  /** Nothing: the client asked for no reply, and memcached keeps its error to itself. */
  static final byte[] SILENT = {};

  static final byte[] ERROR = line("ERROR");
  static final byte[] BAD_FORMAT = line("CLIENT_ERROR bad command line format");
  static final byte[] BAD_DATA_CHUNK = line("CLIENT_ERROR bad data chunk");
  static final byte[] INVALID_EXPTIME = line("CLIENT_ERROR invalid exptime argument");
  static final byte[] DUPLICATE_FLAG = line("CLIENT_ERROR duplicate flag");
  static final byte[] INVALID_FLAG = line("CLIENT_ERROR invalid or duplicate flag");
  static final byte[] UNDECODABLE_KEY = line("CLIENT_ERROR error decoding key");
  static final byte[] TOO_MANY_GET_FLAGS = line("CLIENT_ERROR options flags are too long");
  static final byte[] TOO_MANY_FLAGS = line("CLIENT_ERROR options flags too long");
  static final byte[] TOO_LARGE = line("SERVER_ERROR object too large for cache");

  /** memcached takes control bytes for parts of a key, for blanks, or for the line's end. */
  static final byte[] CONTROL_BYTE = line("CLIENT_ERROR control character in command line");

  /** memcached closes without a word. */
  static final byte[] LINE_TOO_LONG = line("CLIENT_ERROR line too long");

  private Rejection() {}
}
