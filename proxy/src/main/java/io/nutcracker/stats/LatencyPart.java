// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

/** The parts of the time that a request takes. */
public enum LatencyPart {
  /**
   * In the proxy: from the moment its bytes were read until it was sent to the server, and then
   * while its response waited for those of earlier requests.
   */
  WAITING,
  /** At the server, the network included: from sending to the last byte of the response. */
  SERVER,
  /** On the way to the client: until the system had taken the last byte of the response. */
  CLIENT
}
