// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

/** A client with locks that its processes share. */
interface LockingClient extends JavaClient {
  /** One that is free, and one that another holds for a while. */
  void locks() throws Exception;
}
