// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyRouter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server of a request with several keys that cannot be split: the one where all of them
 * live, if there is one. One per worker; what it tells is about the last request.
 */
public final class RedisKeys extends KeyWalk {
  private static final int NO_SERVER = -1;

  /** How much of a key an error repeats. */
  private static final int SHOWN_LENGTH = 64;

  private @Nullable KeyRouter router;
  private int server;
  private int firstKey;
  private int strayKey;

  /**
   * Looks at the request that starts at {@code from}, which its parser has found to be well formed.
   *
   * @param elements its number of elements, the command's name included
   */
  public void find(ByteBuf in, int from, RedisCommand command, int elements, KeyRouter router) {
    this.router = router;
    server = NO_SERVER;
    strayKey = 0;
    walk(in, from, command, elements);
  }

  @Override
  void onKey(int at, int data, int length) {
    int index = requireNonNull(router).serverIndex(in, data, data + length);
    if (server == NO_SERVER) {
      server = index;
      firstKey = at;
    } else if (index != server && strayKey == 0) {
      strayKey = at;
    }
  }

  /** Whether all keys live on one server, or there is none. */
  public boolean areTogether() {
    return strayKey == 0;
  }

  /** Whether there is any key. */
  public boolean isAny() {
    return server != NO_SERVER;
  }

  /** Where the first key lives. */
  public int server() {
    return server;
  }

  /** The error for keys that are not together; it names two of them. */
  public String crossSlot() {
    return crossSlot(firstKey(), shown(strayKey));
  }

  /** The error for keys that are together, but not with {@code otherKey}. */
  public String crossSlot(String otherKey) {
    return crossSlot(otherKey, firstKey());
  }

  private static String crossSlot(String one, String other) {
    return "CROSSSLOT Keys in request don't hash to the same slot: '"
        + one
        + "' and '"
        + other
        + "'";
  }

  /** The first key, as an error shows it. */
  public String firstKey() {
    return shown(firstKey);
  }

  private String shown(int key) {
    int length = length(key);
    String text = in.toString(data(key, length), Math.min(length, SHOWN_LENGTH), ISO_8859_1);
    return text.replace('\r', ' ').replace('\n', ' ');
  }
}
