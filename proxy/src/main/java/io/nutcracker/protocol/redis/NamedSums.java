// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import java.util.ArrayList;
import java.util.List;

/** Sums of what servers count by name, as PUBSUB NUMSUB tells it: a name, a number, a name, … */
final class NamedSums {
  private final List<String> names = new ArrayList<>();
  private final List<Long> sums = new ArrayList<>();

  /** Adds the array that begins at {@code from}; false if it is not of the form of the first. */
  boolean add(ByteBuf in, int from) {
    int end = in.writerIndex();
    boolean isFirst = names.isEmpty();
    int elements = (int) RespLines.number(in, from + 1, end);
    int at = from + 1 + RespLines.lineLength(elements);
    for (int i = 0; i < elements / 2; i++) {
      int length = (int) RespLines.number(in, at + 1, end);
      int data = at + 1 + RespLines.lineLength(length);
      int number = data + length + 2;
      if (in.getByte(at) != '$' || in.getByte(number) != ':') {
        return false;
      }
      long count = RespLines.number(in, number + 1, end);
      if (isFirst) {
        names.add(in.toString(data, length, ISO_8859_1));
        sums.add(count);
      } else if (i < sums.size()) {
        sums.set(i, sums.get(i) + count);
      }
      at = number + 1 + RespLines.lineLength(count);
    }
    return elements == 2 * names.size();
  }

  void write(SendBuffer out) {
    var reply = new RespWriter(RespVersion.RESP2).array(2 * names.size());
    for (int i = 0; i < names.size(); i++) {
      reply.bulk(names.get(i)).integer(sums.get(i));
    }
    out.append(reply.toBytes());
  }
}
