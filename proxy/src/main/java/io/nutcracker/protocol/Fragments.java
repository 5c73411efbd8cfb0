// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import io.nutcracker.mbuf.SendBuffer;

/**
 * A request divided over servers: which of them are concerned, and what each of them gets. Valid
 * while the request's buffer is, and until the next request is divided.
 */
public interface Fragments {
  /** How many servers are concerned. */
  int fragments();

  /** The index of a fragment's server; it rises with the fragment. */
  int server(int fragment);

  /** The length of what a fragment's server gets. */
  int bytes(int fragment);

  /** Appends what a fragment's server gets. */
  void append(int fragment, SendBuffer out);
}
