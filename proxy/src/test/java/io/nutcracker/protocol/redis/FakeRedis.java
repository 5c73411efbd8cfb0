// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** As much of a Redis server as the commands need that are split. */
final class FakeRedis {
  private final Map<String, String> values = new HashMap<>();

  /** The reply to {@code *3\r\n$4\r\nmget\r\n…}. */
  String answer(String request) {
    List<String> arguments = elements(request);
    String name = arguments.removeFirst();
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "MGET" -> get(arguments);
      case "MSET" -> set(arguments);
      case "DEL", "UNLINK" ->
          count(arguments.stream().filter(key -> values.remove(key) != null).count());
      case "TOUCH", "EXISTS" -> count(arguments.stream().filter(values::containsKey).count());
      default -> throw new AssertionError(name);
    };
  }

  private String get(List<String> keys) {
    var reply = new StringBuilder("*" + keys.size() + "\r\n");
    for (String key : keys) {
      String value = values.get(key);
      reply.append(value == null ? "$-1\r\n" : Wire.bulk(value));
    }
    return reply.toString();
  }

  private String set(List<String> pairs) {
    for (int i = 0; i < pairs.size(); i += 2) {
      values.put(pairs.get(i), pairs.get(i + 1));
    }
    return "+OK\r\n";
  }

  private static String count(long keys) {
    return ":" + keys + "\r\n";
  }

  private static List<String> elements(String request) {
    var elements = new ArrayList<String>();
    int at = request.indexOf("\r\n") + 2;
    while (at < request.length()) {
      int data = request.indexOf("\r\n", at) + 2;
      int end = data + Integer.parseInt(request.substring(at + 1, data - 2));
      elements.add(request.substring(data, end));
      at = end + 2;
    }
    return elements;
  }
}
