// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.nutcracker.admin.Authorization;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.UserConfig;
import io.nutcracker.protocol.redis.RespVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a visitor is to a pool, and how the pool is spoken to.
 *
 * @param authorization null if the pool asks for nothing
 * @param db null for the pool's own
 */
record Identity(
    PoolConfig pool,
    RespVersion version,
    @Nullable Authorization authorization,
    @Nullable String db) {
  /** What the pool is told first. */
  List<Introduction> introductions() {
    var all = new ArrayList<Introduction>();
    if (authorization != null) {
      all.add(Introduction.necessary("AUTH", user(authorization), authorization.password()));
    }
    if (version == RespVersion.RESP3) {
      all.add(Introduction.necessary("HELLO", "3"));
    }
    if (db != null) {
      all.add(Introduction.necessary("SELECT", db));
    }
    // Who may not say it goes without.
    all.add(Introduction.optional("CLIENT", "SETINFO", "lib-name", "nutcracker-http"));
    return all;
  }

  private static String user(Authorization authorization) {
    return authorization.user().isEmpty() ? UserConfig.DEFAULT : authorization.user();
  }

  /**
   * A request about the connection.
   *
   * @param isNecessary whether an error ends it
   */
  record Introduction(List<byte[]> words, boolean isNecessary) {
    static Introduction necessary(String... words) {
      return new Introduction(bytes(words), true);
    }

    static Introduction optional(String... words) {
      return new Introduction(bytes(words), false);
    }

    private static List<byte[]> bytes(String... words) {
      return List.of(words).stream().map(word -> word.getBytes(ISO_8859_1)).toList();
    }

    /** Without the words: one of them may be a password. */
    @Override
    public String toString() {
      return "an introduction";
    }
  }
}
