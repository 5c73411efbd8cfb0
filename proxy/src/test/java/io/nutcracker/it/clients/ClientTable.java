// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The page about clients, {@code docs/clients.md}. What stands before the table is written by
 * people; the table and what follows it by the tests.
 *
 * @param rows the table's lines
 * @param failures lines that tell what a client cannot do, and why
 */
record ClientTable(String prose, List<String> rows, List<String> failures) {
  /** The columns, as the clients' programs call them. */
  static final List<String> CAPABILITIES =
      List.of(
          Report.CONNECTION,
          "strings",
          "hashes",
          "sorted sets",
          "pipelines",
          "transactions",
          "pub/sub",
          "blocking pops",
          "scripts",
          "scan",
          "info",
          "locks");

  /** The order of the rows; that in which the tests run is another one each time. */
  static final List<String> CLIENTS =
      List.of(
          "Jedis",
          "Lettuce",
          "Redisson",
          "redis-py",
          "node-redis 5",
          "node-redis 6",
          "ioredis 5",
          "ioredis 6",
          "phpredis",
          "redis-cli",
          "redis-benchmark");

  private static final String HEADER =
      "| client | version | told | speaks | " + String.join(" | ", CAPABILITIES) + " |";

  private static final String FAILURES = "## What does not work";

  static ClientTable parse(String page) {
    var lines = page.lines().toList();
    var table = lines.indexOf(HEADER);
    assertThat(table).as("where the page has the table's header").isNotNegative();
    return new ClientTable(
        String.join("\n", lines.subList(0, table)) + "\n",
        startingWith("| ", lines.subList(table + 1, lines.size())),
        startingWith("- ", lines.subList(table + 1, lines.size())));
  }

  /** The same page with other rows of one client. */
  ClientTable with(String client, List<ClientRow> seen) {
    var newRows = without(client, rows);
    newRows.addAll(seen.stream().map(ClientRow::line).toList());
    var newFailures = without(client, failures);
    newFailures.addAll(failuresOf(seen));
    return new ClientTable(prose, inOrder(newRows), inOrder(newFailures));
  }

  String text() {
    var page = new ArrayList<>(List.of(HEADER, "|---".repeat(4 + CAPABILITIES.size()) + "|"));
    page.addAll(rows);
    if (!failures.isEmpty()) {
      page.addAll(List.of("", FAILURES, ""));
      page.addAll(failures);
    }
    return prose + String.join("\n", page) + "\n";
  }

  /** Versions do not matter, nor do protocols that either of the two versions has not got. */
  void assertTells(String client, List<ClientRow> seen) {
    var told = triedCells(parsedRows().filter(row -> row.client().equals(client)));
    var actual = triedCells(seen.stream());
    assertThat(told).as("rows of %s", client).isNotEmpty();
    told.keySet().retainAll(actual.keySet());
    actual.keySet().retainAll(told.keySet());
    assertThat(actual)
        .as("%s; -Dclients.write=true writes it down. %s", client, failuresOf(seen))
        .isEqualTo(told);
  }

  Stream<ClientRow> parsedRows() {
    return rows.stream().map(ClientRow::parse);
  }

  /** What stands in a client's rows, by what it was told to speak. */
  private static Map<String, List<String>> triedCells(Stream<ClientRow> rows) {
    var cells = new TreeMap<String, List<String>>();
    rows.filter(ClientRow::isTried).forEach(row -> cells.put(row.told(), row.cells()));
    return cells;
  }

  private static List<String> failuresOf(List<ClientRow> rows) {
    return rows.stream().flatMap(row -> row.failures().stream()).toList();
  }

  private static List<String> startingWith(String start, List<String> lines) {
    return lines.stream().filter(line -> line.startsWith(start)).toList();
  }

  private static List<String> without(String client, List<String> lines) {
    return new ArrayList<>(
        lines.stream().filter(line -> CLIENTS.indexOf(client) != place(line)).toList());
  }

  /** By client; a client's own lines stay as they are. */
  private static List<String> inOrder(List<String> lines) {
    return lines.stream().sorted(Comparator.comparingInt(ClientTable::place)).toList();
  }

  /** The place in the order of the client that a row or a failure is about. */
  private static int place(String line) {
    var name = line.substring(2).replaceFirst("( \\||,).*", "");
    assertThat(CLIENTS).as("%s", line).contains(name);
    return CLIENTS.indexOf(name);
  }
}
