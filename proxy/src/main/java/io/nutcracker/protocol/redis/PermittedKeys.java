// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** The keys that one user may name: those that start with one of some prefixes. */
public final class PermittedKeys extends KeyWalk {
  private final List<byte[]> prefixes;
  private boolean permitted;

  public PermittedKeys(List<String> prefixes) {
    this.prefixes = prefixes.stream().map(prefix -> prefix.getBytes(UTF_8)).toList();
  }

  /**
   * Whether the user may name every key of the request that starts at {@code from}.
   *
   * @param elements its number of elements, the command's name included
   */
  public boolean permit(ByteBuf in, int from, RedisCommand command, int elements) {
    permitted = true;
    walk(in, from, command, elements);
    return permitted;
  }

  @Override
  void onKey(int at, int data, int length) {
    permitted &= startsWithPrefix(data, length);
  }

  /** What SORT puts into a pattern may be anything, so its start must be enough. */
  @Override
  void onPattern(int data, int length) {
    int star = in.indexOf(data, data + length, (byte) '*');
    if (star >= 0) {
      permitted &= startsWithPrefix(data, star - data);
    }
  }

  private boolean startsWithPrefix(int data, int length) {
    for (byte[] prefix : prefixes) {
      if (startsWith(prefix, data, length)) {
        return true;
      }
    }
    return false;
  }

  private boolean startsWith(byte[] prefix, int data, int length) {
    if (length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (in.getByte(data + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
