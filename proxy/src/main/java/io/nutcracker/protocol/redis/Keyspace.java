// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The databases of several servers as one, in the words of INFO:
 *
 * <pre>
 *   db0:keys=3,expires=1,avg_ttl=9000,subexpiry=0
 * </pre>
 */
final class Keyspace {
  private static final Pattern DATABASE = Pattern.compile("^db(\\d{1,9}):(.*)$", Pattern.MULTILINE);
  private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\d{1,18})");

  private static final String EXPIRES = "expires";
  private static final String AVG_TTL = "avg_ttl";

  /** By number, then by field in alphabetical order. */
  private final Map<Integer, Map<String, Long>> databases = new TreeMap<>();

  /** Adds what one server says. */
  boolean add(String info) {
    DATABASE.matcher(info).results().forEach(this::addDatabase);
    return true;
  }

  private void addDatabase(MatchResult line) {
    var added = new TreeMap<String, Long>();
    FIELD
        .matcher(line.group(2))
        .results()
        .forEach(field -> added.put(field.group(1), Long.valueOf(field.group(2))));
    // A mean of those keys that expire: so many milliseconds are left to them together.
    added.computeIfPresent(AVG_TTL, (_, mean) -> mean * added.getOrDefault(EXPIRES, 0L));
    Map<String, Long> sums =
        databases.computeIfAbsent(Integer.valueOf(line.group(1)), _ -> new TreeMap<>());
    added.forEach((field, number) -> sums.merge(field, number, Long::sum));
  }

  /** The section with its heading. */
  String section() {
    var text = new StringBuilder("# Keyspace\r\n");
    databases.forEach((database, fields) -> appendDatabase(text, database, fields));
    return text.toString();
  }

  private static void appendDatabase(StringBuilder text, int database, Map<String, Long> fields) {
    long expires = fields.getOrDefault(EXPIRES, 0L);
    text.append("db").append(database).append(":keys=").append(fields.getOrDefault("keys", 0L));
    text.append(",expires=").append(expires);
    text.append(",avg_ttl=");
    text.append(expires == 0 ? 0 : fields.getOrDefault(AVG_TTL, 0L) / expires);
    Long subexpiry = fields.get("subexpiry");
    if (subexpiry != null) {
      text.append(",subexpiry=").append(subexpiry);
    }
    text.append("\r\n");
  }
}
