// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.testing.Resp;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One that speaks RESP. */
final class ChaoticRedisClient extends ChaoticClient {
  ChaoticRedisClient(SocketAddress proxy, long seed) {
    super(proxy, seed, "-ERR %s\r\n");
  }

  @Override
  String readReply(PipeliningClient connection) throws IOException {
    return connection.read();
  }

  @Override
  Exchange exchange(int kind, List<String> keys) {
    var key = keys.getFirst();
    return switch (kind) {
      case 0 -> Exchange.answered(Resp.command("SET", key, valueOf(key)), "+OK\r\n"::equals);
      case 1 -> Exchange.answered(mset(keys), "+OK\r\n"::equals);
      case 2 -> Exchange.answered(words("MGET", keys), reply -> areValuesOf(keys, reply));
      case 3 -> Exchange.answered(Resp.command("ECHO", key), reply -> Resp.bulk(reply).equals(key));
      case 4 -> Exchange.answered(words("EXISTS", keys), reply -> reply.startsWith(":"));
      default -> Exchange.answered(Resp.command("GET", key), reply -> isValueOrNil(key, reply));
    };
  }

  private static String words(String command, List<String> arguments) {
    var words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    return Resp.command(words);
  }

  private String mset(List<String> keys) {
    return words("MSET", keys.stream().flatMap(key -> Stream.of(key, valueOf(key))).toList());
  }

  private boolean areValuesOf(List<String> keys, String reply) {
    if (!reply.startsWith("*" + keys.size() + "\r\n")) {
      return false;
    }
    var values = Resp.elements(reply);
    return IntStream.range(0, keys.size()).allMatch(i -> isValueOrNil(keys.get(i), values.get(i)));
  }

  /** Nil: a restarted server has lost it. */
  private boolean isValueOrNil(String key, String value) {
    return value.equals("$-1\r\n") || (value.startsWith("$") && isValueOf(key, Resp.bulk(value)));
  }
}
