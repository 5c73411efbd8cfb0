// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.nutcracker.hashkit.Continuum;
import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.hashkit.RingServer;
import java.util.stream.IntStream;

/** A pool of live servers of equal weight, spread by ketama. */
final class Pool {
  private Pool() {}

  static Continuum continuum(int servers) {
    var live =
        IntStream.range(0, servers)
            .mapToObj(index -> new RingServer(index, "server" + index, 1))
            .toList();
    return Distribution.KETAMA.continuum(live, Distribution.PER_THREAD_RANDOM);
  }

  static KeyRouter router(int servers) {
    return new KeyRouter(KeyHash.FNV1A_64, /* hashTag= */ null, continuum(servers), servers);
  }
}
