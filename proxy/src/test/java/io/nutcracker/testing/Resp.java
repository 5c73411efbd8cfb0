// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.util.ArrayList;
import java.util.List;

/** Writes RESP requests and takes replies apart. */
public final class Resp {
  private Resp() {}

  /** A command in its wire form, an array of bulk strings. */
  public static String command(String... words) {
    return command(List.of(words));
  }

  public static String command(List<String> words) {
    var request = new StringBuilder("*").append(words.size()).append("\r\n");
    for (var word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return request.toString();
  }

  /** The elements of an array reply, each in its wire form. */
  public static List<String> elements(String array) {
    var elements = new ArrayList<String>();
    var from = array.indexOf('\n') + 1;
    while (from < array.length()) {
      var end = RespBoundary.end(array, from);
      elements.add(array.substring(from, end));
      from = end;
    }
    return elements;
  }

  /** The content of a bulk string in its wire form. */
  public static String bulk(String value) {
    return value.substring(value.indexOf('\n') + 1, value.length() - 2);
  }
}
