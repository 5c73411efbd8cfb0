// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.it.Ledger.Entry;
import io.nutcracker.testing.Resp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One that speaks RESP. */
final class ChaoticRedisClient extends ChaoticClient {
  private static final int DELETED_AT_ONCE = 10;

  ChaoticRedisClient(Errand errand) {
    super(errand, "-ERR ");
  }

  @Override
  String readReply(PipeliningClient connection) throws IOException {
    return connection.read();
  }

  @Override
  Exchange exchange(int kind) {
    return switch (kind) {
      case 0, 1 -> write("SET", List.of(newEntry()));
      case 2 -> write("MSET", newEntries());
      case 3, 4 -> mget(anyEntries());
      case 5 -> exists(anyEntries());
      case 6 -> echo(anyEntry().key());
      case 7 -> del(oldEntries(DELETED_AT_ONCE));
      default -> get(anyEntry());
    };
  }

  private static Exchange write(String command, List<Entry> entries) {
    var arguments =
        entries.stream().flatMap(entry -> Stream.of(entry.key(), entry.value())).toList();
    return Exchange.writes(words(command, arguments), entries, "+OK\r\n");
  }

  @Override
  Exchange get(Entry entry) {
    return Exchange.reads(
        Resp.command("GET", entry.key()), List.of(entry), reply -> isValueOrNil(entry, reply));
  }

  private Exchange mget(List<Entry> entries) {
    return Exchange.reads(
        words("MGET", keys(entries)), entries, reply -> areValuesOf(entries, reply));
  }

  private Exchange exists(List<Entry> entries) {
    return Exchange.reads(words("EXISTS", keys(entries)), entries, reply -> count(entries, reply));
  }

  private Exchange del(List<Entry> entries) {
    return entries.isEmpty()
        ? echo("nothing to delete")
        : Exchange.deletes(words("DEL", keys(entries)), entries, reply -> count(entries, reply));
  }

  private static Exchange echo(String text) {
    return Exchange.reads(
        Resp.command("ECHO", text), List.of(), reply -> Resp.bulk(reply).equals(text));
  }

  private static List<String> keys(List<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }

  private static String words(String command, List<String> arguments) {
    var words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    return Resp.command(words);
  }

  private boolean count(List<Entry> entries, String reply) {
    return reply.matches(":\\d+\r\n")
        && mayExist(entries, Long.parseLong(reply.substring(1).strip()));
  }

  private boolean areValuesOf(List<Entry> entries, String reply) {
    if (!reply.startsWith("*" + entries.size() + "\r\n")) {
      return false;
    }
    var values = Resp.elements(reply);
    return IntStream.range(0, entries.size())
        .allMatch(i -> isValueOrNil(entries.get(i), values.get(i)));
  }

  private boolean isValueOrNil(Entry entry, String value) {
    if (value.equals("$-1\r\n")) {
      return isRight(entry, null);
    }
    return value.startsWith("$") && isRight(entry, Resp.bulk(value));
  }
}
