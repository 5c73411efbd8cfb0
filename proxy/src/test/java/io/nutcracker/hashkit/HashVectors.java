// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code hash-vectors.json}: what the C program's hash functions give for keys of all lengths.
 *
 * @param functions configuration names, in the order of each vector's results
 */
record HashVectors(List<String> functions, List<Vector> vectors) {
  static HashVectors load() throws IOException {
    try (var json = HashVectors.class.getResourceAsStream("/hash-vectors.json")) {
      return JsonMapper.shared().readValue(json, HashVectors.class);
    }
  }

  /** One key and its unsigned 32-bit result for each function. */
  record Vector(String hex, List<Long> h) {
    byte[] key() {
      return ByteBufUtil.decodeHexDump(hex);
    }
  }
}
