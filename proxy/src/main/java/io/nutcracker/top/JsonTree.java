// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A value of a JSON text: a map of names, a list, a text, a number, a boolean or nothing. What is
 * missing is nothing, so that a proxy of another version may tell less.
 */
record JsonTree(@Nullable Object value) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static JsonTree read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static JsonTree read(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return new JsonTree(
        switch (token) {
          case START_OBJECT -> readMembers(parser);
          case START_ARRAY -> readItems(parser);
          case VALUE_STRING -> parser.getString();
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          case null, default -> null;
        });
  }

  private static Map<String, JsonTree> readMembers(JsonParser parser) {
    var members = new LinkedHashMap<String, JsonTree>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, read(parser));
    }
    return members;
  }

  private static List<JsonTree> readItems(JsonParser parser) {
    var items = new ArrayList<JsonTree>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser));
    }
    return items;
  }

  boolean isObject() {
    return value instanceof Map;
  }

  /** The members of an object; of anything else none. */
  Map<String, JsonTree> members() {
    var members = new LinkedHashMap<String, JsonTree>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put((String) name, (JsonTree) member));
    }
    return members;
  }

  JsonTree at(String name) {
    return value instanceof Map<?, ?> map && map.get(name) instanceof JsonTree member
        ? member
        : new JsonTree(null);
  }

  /** The items of a list; of anything else none. */
  List<JsonTree> items() {
    return value instanceof List<?> list
        ? list.stream().map(item -> (JsonTree) item).toList()
        : List.of();
  }

  /** The text itself, or nothing. */
  String text() {
    return value instanceof String text ? text : "";
  }

  OptionalLong number() {
    return value instanceof Double number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  OptionalDouble fraction() {
    return value instanceof Double number ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }
}
