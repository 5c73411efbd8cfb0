// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code routing-vectors.json}: where the C program sends 400 keys in pools of many layouts, with
 * every hash and distribution.
 */
record RoutingVectors(List<String> keysHex, List<Layout> layouts) {
  static RoutingVectors load() throws IOException {
    try (var json = RoutingVectors.class.getResourceAsStream("/routing-vectors.json")) {
      return JsonMapper.shared().readValue(json, RoutingVectors.class);
    }
  }

  List<byte[]> keys() {
    return keysHex.stream().map(ByteBufUtil::decodeHexDump).toList();
  }

  /** A pool, the servers of it that are out, and the routes by distribution and hash. */
  record Layout(
      String id,
      @JsonProperty("hash_tag") @Nullable String tag,
      List<String> ejected,
      List<Server> serversSorted,
      Ring ketamaRing,
      Map<String, Map<String, String>> routes) {
    @Nullable HashTag hashTag() {
      if (tag == null) {
        return null;
      }
      var bytes = tag.getBytes(ISO_8859_1);
      return new HashTag(bytes[0], bytes[1]);
    }

    List<RingServer> live() {
      return IntStream.range(0, serversSorted.size())
          .filter(i -> !ejected.contains(serversSorted.get(i).name()))
          .mapToObj(
              i -> new RingServer(i, serversSorted.get(i).name(), serversSorted.get(i).weight()))
          .toList();
    }

    /** The server's index for each key, as a base-62 digit. */
    String route(Distribution distribution, KeyHash hash) {
      var byHash = requireNonNull(routes.get(distribution.configName()));
      return requireNonNull(byHash.get(hash.configName()));
    }

    @Override
    public String toString() {
      return id;
    }
  }

  record Server(String name, int weight) {}

  /**
   * The C program's ketama ring.
   *
   * @param sha256 of {@code <value>:<server index>;} for each point, ascending
   */
  record Ring(int points, List<Integer> pointsPerServer, String sha256) {}
}
