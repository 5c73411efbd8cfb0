// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.CacheServer;
import io.nutcracker.testing.TestPool;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A plain pool, and one with names, weights and a hash tag, for each hash and distribution. (The
 * distribution "random" has no place for a key.)
 */
final class PlacementPools {
  private static final List<String> HASHES =
      List.of(
          "one_at_a_time",
          "md5",
          "crc16",
          "crc32",
          "crc32a",
          "fnv1_64",
          "fnv1a_64",
          "fnv1_32",
          "fnv1a_32",
          "hsieh",
          "murmur",
          "jenkins");

  private PlacementPools() {}

  /** Pools of the kind that {@code newPool} makes of a name and server items. */
  static List<TestPool> over(
      List<? extends CacheServer> servers, BiFunction<String, List<String>, TestPool> newPool) {
    var plain = servers.stream().map(server -> server.endpoint() + ":1").toList();
    var named =
        IntStream.range(0, servers.size())
            .mapToObj(i -> servers.get(i).endpoint() + ":" + (i + 1) + " server" + i * i)
            .toList();
    return HASHES.stream()
        .flatMap(hash ->
            Stream.of("ketama", "modula")
                .flatMap(distribution -> {
                  var name = hash + "-" + distribution;
                  return Stream.of(
                          newPool.apply(name, plain),
                          newPool
                              .apply(name + "-named-weighted-tagged", named)
                              .with("hash_tag", "{}"))
                      .map(pool -> pool.with("hash", hash).with("distribution", distribution));
                }))
        .toList();
  }
}
