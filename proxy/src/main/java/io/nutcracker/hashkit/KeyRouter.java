// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * From key bytes to a server's index, in twemproxy's order: hash tag, hash, continuum. Immutable,
 * shared by all workers, and allocates nothing.
 */
public final class KeyRouter {
  private final KeyHash hash;
  private final @Nullable HashTag hashTag;
  private final Continuum continuum;
  private final boolean onlyServer;
  private final boolean hashes;

  /**
   * @param hashTag null to hash whole keys
   * @param continuum the live servers
   * @param configuredServers how many servers the pool has, live or not. With a single one no key
   *     is ever hashed
   */
  public KeyRouter(
      KeyHash hash, @Nullable HashTag hashTag, Continuum continuum, int configuredServers) {
    this.hash = hash;
    this.hashTag = hashTag;
    this.continuum = continuum;
    onlyServer = configuredServers == 1;
    hashes = !onlyServer && continuum.usesHash();
  }

  /**
   * The hash that places {@code key[from, to)}: of its tag if it has one. It is 0 for the empty
   * key, and for every key where the hash would not change the server.
   */
  public int hash(ByteBuf key, int from, int to) {
    if (!hashes || from == to) {
      return 0;
    }
    if (hashTag == null) {
      return hash.hash(key, from, to);
    }
    long part = hashTag.hashedPart(key, from, to);
    return hash.hash(key, HashTag.start(part), HashTag.end(part));
  }

  /** The {@linkplain Continuum#shares shares} of so many servers. */
  public double[] shares(int servers) {
    return onlyServer ? new double[] {1} : continuum.shares(servers);
  }

  /**
   * The index, in the pool's sorted list of all servers, of the server for {@code key[from, to)}.
   */
  public int serverIndex(ByteBuf key, int from, int to) {
    return onlyServer ? 0 : continuum.serverIndex(hash(key, from, to));
  }
}
