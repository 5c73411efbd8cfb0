// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.it.Ledger.Entry;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** One that speaks memcached's text protocol, meta commands among it. */
final class ChaoticMemcachedClient extends ChaoticClient {
  private int opaque;

  ChaoticMemcachedClient(Errand errand) {
    super(errand, "SERVER_ERROR ");
  }

  @Override
  String readReply(PipeliningClient connection) throws IOException {
    return connection.readReply();
  }

  @Override
  Exchange exchange(int kind) {
    return switch (kind) {
      case 0, 1 -> set(newEntry());
      case 2 -> Exchange.unanswered(set(newEntry(), " noreply"));
      case 3 -> Exchange.unanswered("incr " + anyEntry().key() + " 1 noreply\r\n"); // No number.
      case 4, 5 -> delete(oldEntries(1));
      case 6 -> metaGet(anyEntry());
      case 7 -> get("gat 0 ", anyEntries());
      case 8 -> get("get ", anyEntries());
      default -> get(anyEntry());
    };
  }

  private static Exchange set(Entry entry) {
    return Exchange.writes(set(entry, ""), List.of(entry), "STORED\r\n");
  }

  private static String set(Entry entry, String noreply) {
    var value = entry.value();
    return "set " + entry.key() + " 0 0 " + value.length() + noreply + "\r\n" + value + "\r\n";
  }

  private Exchange delete(List<Entry> oneOrNone) {
    return oneOrNone.stream().findFirst().map(this::delete).orElseGet(() -> get(anyEntry()));
  }

  private Exchange delete(Entry entry) {
    return Exchange.deletes(
        "delete " + entry.key() + "\r\n",
        List.of(entry),
        reply ->
            (reply.equals("DELETED\r\n") && mayBePresent(entry))
                || (reply.equals("NOT_FOUND\r\n") && mayBeAbsent(entry)));
  }

  private Exchange metaGet(Entry entry) {
    var echo = " k" + entry.key() + " O" + opaque++ + "\r\n";
    return Exchange.reads(
        "mg " + entry.key() + " v" + echo.replaceFirst("k[^ ]+", "k"),
        List.of(entry),
        reply ->
            reply.equals("EN" + echo) ? isRight(entry, null) : isMetaValue(entry, echo, reply));
  }

  private boolean isMetaValue(Entry entry, String echo, String reply) {
    var block = reply.indexOf('\n') + 1;
    return reply.startsWith("VA ")
        && reply.startsWith(echo, block - echo.length())
        && isRight(entry, reply.substring(block, reply.length() - 2));
  }

  @Override
  Exchange get(Entry entry) {
    return get("get ", List.of(entry));
  }

  private Exchange get(String command, List<Entry> entries) {
    var keys = entries.stream().map(Entry::key).collect(Collectors.joining(" "));
    return Exchange.reads(command + keys + "\r\n", entries, reply -> areValuesOf(entries, reply));
  }

  /** In the keys' order; some may be missing. */
  private boolean areValuesOf(List<Entry> entries, String reply) {
    var rest = reply;
    for (var entry : entries) {
      if (rest.startsWith("VALUE " + entry.key() + " 0 ")) {
        var block = rest.indexOf('\n') + 1;
        var length = Integer.parseInt(rest.substring(0, block).strip().split(" ", -1)[3]);
        if (!isRight(entry, rest.substring(block, block + length))) {
          return false;
        }
        rest = rest.substring(block + length + 2);
      } else if (!isRight(entry, null)) {
        return false;
      }
    }
    return rest.equals("END\r\n");
  }
}
