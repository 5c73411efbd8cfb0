// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.hashkit.KeyRouter;
import java.util.HashMap;
import java.util.Map;

/** Where keys go. */
final class KeyPlacement {
  private KeyPlacement() {}

  /** Sends each of these keys to the server whose digit it starts with. */
  static KeyRouter byFirstDigit(int servers, Iterable<String> keys) {
    Map<Integer, Integer> serverOfHash = new HashMap<>();
    for (String key : keys) {
      int hash = KeyHash.CRC32A.hash(WireText.buffer(key), 0, key.length());
      serverOfHash.put(hash, key.charAt(0) - '0');
    }
    return new KeyRouter(
        KeyHash.CRC32A, null, hash -> serverOfHash.getOrDefault(hash, servers), servers);
  }

  static KeyRouter byHash(int servers) {
    return new KeyRouter(
        KeyHash.FNV1A_64, null, hash -> Integer.remainderUnsigned(hash, servers), servers);
  }
}
