// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

/** One that speaks memcached's text protocol, meta commands among it. */
final class ChaoticMemcachedClient extends ChaoticClient {
  private int opaque;

  ChaoticMemcachedClient(SocketAddress proxy, long seed) {
    super(proxy, seed, "SERVER_ERROR %s\r\n");
  }

  @Override
  String readReply(PipeliningClient connection) throws IOException {
    return connection.readReply();
  }

  @Override
  Exchange exchange(int kind, List<String> keys) {
    var key = keys.getFirst();
    return switch (kind) {
      case 0 -> Exchange.answered(set(key, ""), "STORED\r\n"::equals);
      case 1 -> Exchange.unanswered(set(key, " noreply"));
      case 2 -> Exchange.unanswered("incr " + key + " 1 noreply\r\n"); // An error: no number.
      case 3 -> metaGet(key);
      case 4 -> get("gat 0 ", keys);
      case 5 -> get("get ", keys);
      default -> get("get ", List.of(key));
    };
  }

  private String set(String key, String noreply) {
    var value = valueOf(key);
    return "set " + key + " 0 0 " + value.length() + noreply + "\r\n" + value + "\r\n";
  }

  private Exchange metaGet(String key) {
    var echo = " k" + key + " O" + opaque++ + "\r\n";
    return Exchange.answered(
        "mg " + key + " v" + echo.replaceFirst("k[^ ]+", "k"),
        reply ->
            reply.equals("EN" + echo)
                || (reply.startsWith("VA ")
                    && reply.contains(echo)
                    && isValueOf(key, reply.substring(reply.indexOf('\n') + 1))));
  }

  private Exchange get(String command, List<String> keys) {
    return Exchange.answered(
        command + String.join(" ", keys) + "\r\n", reply -> areValuesOf(keys, reply));
  }

  /** In the keys' order; some may be missing, because a restarted server has lost them. */
  private boolean areValuesOf(List<String> keys, String reply) {
    var rest = reply;
    for (var key : keys) {
      if (rest.startsWith("VALUE " + key + " 0 ")) {
        var block = rest.indexOf('\n') + 1;
        var length = Integer.parseInt(rest.substring(0, block).strip().split(" ", -1)[3]);
        if (!isValueOf(key, rest.substring(block, block + length))) {
          return false;
        }
        rest = rest.substring(block + length + 2);
      }
    }
    return rest.equals("END\r\n");
  }
}
