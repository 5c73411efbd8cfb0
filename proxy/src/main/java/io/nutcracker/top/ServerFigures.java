// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of a server.
 *
 * @param state {@code up}, {@code ejected}, or empty if it is not known
 * @param returnsInMs when it may come back, if that is known
 * @param share of all hashes, 0 to 1
 * @param stats by name
 */
record ServerFigures(
    String name,
    String address,
    String state,
    OptionalLong returnsInMs,
    OptionalDouble share,
    Map<String, Long> stats) {
  boolean isEjected() {
    return state.equals("ejected");
  }
}
