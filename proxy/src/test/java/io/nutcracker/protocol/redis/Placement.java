// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.hashkit.KeyRouter;
import java.util.HashMap;
import java.util.Map;

/** Sends each key to the server that the test names. */
final class Placement {
  private final Map<Integer, Integer> serverOfHash = new HashMap<>();

  Placement put(int server, String... keys) {
    for (String key : keys) {
      serverOfHash.put(KeyHash.CRC32A.hash(Wire.buffer(key), 0, key.length()), server);
    }
    return this;
  }

  KeyRouter router(int servers) {
    var placed = Map.copyOf(serverOfHash);
    return new KeyRouter(KeyHash.CRC32A, null, hash -> placed.getOrDefault(hash, servers), servers);
  }
}
