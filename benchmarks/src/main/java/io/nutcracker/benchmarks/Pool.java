// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.nutcracker.hashkit.Continua;
import io.nutcracker.hashkit.Continuum;
import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.hashkit.RingServer;
import java.util.List;
import java.util.stream.IntStream;

/** A pool of live servers of equal weight, spread by ketama. */
final class Pool {
  private Pool() {}

  static List<RingServer> servers(int servers) {
    return IntStream.range(0, servers)
        .mapToObj(index -> new RingServer(index, "server" + index, 1))
        .toList();
  }

  static Continua continua(int servers) {
    return Distribution.KETAMA.continua(servers(servers), Distribution.PER_THREAD_RANDOM);
  }

  static Continuum continuum(int servers) {
    return continua(servers).over(servers(servers));
  }

  static KeyRouter router(int servers) {
    return new KeyRouter(KeyHash.FNV1A_64, /* hashTag= */ null, continuum(servers), servers);
  }
}
