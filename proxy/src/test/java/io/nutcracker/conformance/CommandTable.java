// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.Resources;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The C program's Redis commands, as recorded in {@code redis-commands-twemproxy.json}. */
final class CommandTable {
  private static final JsonNode TABLE =
      new JsonMapper().readTree(Resources.text("redis-commands-twemproxy.json"));

  private CommandTable() {}

  /** Commands the C program takes from clients. */
  static List<String> supported() {
    return rows().filter(row -> !isRefused(row)).map(row -> row.get("name").asString()).toList();
  }

  /** Commands of Redis 7.0 that close the client's connection. */
  static List<String> unsupported() {
    var unknown = TABLE.get("unsupportedRedis70").valueStream().map(JsonNode::asString);
    var refused = rows().filter(CommandTable::isRefused).map(row -> row.get("name").asString());
    return Stream.concat(unknown, refused).toList();
  }

  private static Stream<JsonNode> rows() {
    return TABLE.get("commands").valueStream();
  }

  /** MOVE: in the table, and yet never served. */
  private static boolean isRefused(JsonNode row) {
    return row.get("handling").asString().equals("refused");
  }
}
