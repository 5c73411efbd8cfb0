// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.List;

/**
 * What one view shows of one pool, and no other view needs. What was not asked for is empty.
 *
 * @param sampledEvery how many requests there are for one that counts for the hot keys
 */
record Details(
    String pool,
    List<ServerFigures> servers,
    List<HotKey> hotKeys,
    long sampledEvery,
    List<BigKey> bigKeys,
    List<SlowRequest> slowRequests) {
  static final Details NONE = new Details("", List.of(), List.of(), 0, List.of(), List.of());

  static Details ofServers(String pool, List<ServerFigures> servers) {
    return new Details(pool, servers, List.of(), 0, List.of(), List.of());
  }

  static Details ofHotKeys(String pool, List<HotKey> keys, long sampledEvery) {
    return new Details(pool, List.of(), keys, sampledEvery, List.of(), List.of());
  }

  static Details ofBigKeys(String pool, List<BigKey> keys) {
    return new Details(pool, List.of(), List.of(), 0, keys, List.of());
  }

  static Details ofSlowRequests(String pool, List<SlowRequest> requests) {
    return new Details(pool, List.of(), List.of(), 0, List.of(), requests);
  }
}
