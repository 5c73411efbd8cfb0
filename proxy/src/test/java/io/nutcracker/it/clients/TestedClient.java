// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import java.net.InetSocketAddress;
import java.util.List;

/** A client that can be asked to try what it can do. */
interface TestedClient {
  /** As it is called in the table. */
  String name();

  /**
   * Lets it try everything with a server or proxy at that address.
   *
   * @return lines as {@link Report} reads them
   */
  List<String> run(InetSocketAddress address, Protocol protocol);
}
