// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What stands behind the command's name in a request that is answered here. */
public final class RedisArguments {
  private RedisArguments() {}

  /**
   * All arguments, byte for character.
   *
   * @param from where a request begins that its parser has found to be well formed
   * @param elements its number of elements, the command's name included
   */
  public static List<String> of(ByteBuf in, int from, int elements) {
    var arguments = new ArrayList<String>(elements);
    int at = from + 1 + RespLines.lineLength(elements);
    for (int i = 0; i < elements; i++) {
      int length = (int) RespLines.number(in, at + 1, in.writerIndex());
      int data = at + 1 + RespLines.lineLength(length);
      if (i > 0) {
        arguments.add(in.toString(data, length, ISO_8859_1));
      }
      at = data + length + 2;
    }
    return arguments;
  }
}
